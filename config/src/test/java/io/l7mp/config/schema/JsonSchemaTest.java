package io.l7mp.config.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.l7mp.config.FakeTypes;
import io.l7mp.config.JsonLayout;
import io.l7mp.config.TextFormat;
import io.l7mp.spi.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the document says in JSON Schema, read by a validator of others, against what our own check says of the same shapes. */
class JsonSchemaTest {
    private static final Catalogue CATALOGUE = new Catalogue(new FakeTypes());
    private static final String PLACE = "https://l7mp.io/test";

    private static Schema schema(String name) {
        var schemas = new LinkedHashMap<String, Json>();
        CATALOGUE.shapes().forEach((key, shape) -> schemas.put(key, JsonSchema.of(shape)));
        var document = Json.obj("$ref", "#/components/schemas/" + name, "components",
                Json.obj("schemas", new Json.Obj(schemas)));
        return SchemaRegistry.withDialect(Dialects.getOpenApi31()).getSchema(SchemaLocation.of(PLACE),
                JsonLayout.TERSE.write(document), InputFormat.JSON);
    }

    static List<Path> examples() throws Exception {
        return StrictTest.examples();
    }

    /** Whatever a good file is turned into, both find fault with it or neither does. */
    @ParameterizedTest
    @MethodSource("examples")
    void saysOfDamagedFilesWhatOurOwnCheckSays(Path file) throws IOException {
        var schema = schema("Config");
        var whole = TextFormat.readAny(Files.readAllBytes(file), 1 << 20);
        var random = new Random(Long.getLong("l7mp.test.seed", 1));
        int good = 0;
        for (int run = 0; run < 200; run++) {
            var value = damage(whole, random);
            var theirs = schema.validate(JsonLayout.TERSE.write(value), InputFormat.JSON);
            var ours = CATALOGUE.deviations(new Shape.Named("Config"), value);
            assertThat(ours.isEmpty()).as("%s%n%s%n%s", value, ours, theirs).isEqualTo(theirs.isEmpty());
            good += ours.isEmpty() ? 1 : 0;
        }
        assertThat(good).isBetween(1, 199);
    }

    private static Json damage(Json value, Random random) {
        if (random.nextInt(120) == 0) {
            return switch (random.nextInt(8)) {
                case 0 -> Json.NULL;
                case 1 -> Json.of(random.nextInt(100_000) - 10);
                case 2 -> Json.of(true);
                case 3 -> Json.of("");
                case 4 -> Json.of(List.of(Json.EMPTY));
                case 5 -> Json.EMPTY;
                case 6 -> Json.of(0.5);
                default -> Json.obj("protocol", "UDP", "port", 0);
            };
        }
        return switch (value) {
            case Json.Obj object -> {
                var members = new LinkedHashMap<String, Json>();
                object.members().forEach((key, member) -> {
                    if (random.nextInt(120) > 0) {
                        members.put(key, damage(member, random));
                    }
                });
                yield new Json.Obj(members);
            }
            case Json.Arr(var items) -> Json.of(items.stream().map(item -> damage(item, random)).toList());
            default -> value;
        };
    }

    @Test
    void tellsTypesLimitsDefaultsAndOtherNames() {
        var route = JsonSchema.of(CATALOGUE.get("Route"));
        var udp = JsonLayout.TERSE.write(JsonSchema.of(CATALOGUE.get("UDPListenerSpec")));

        assertThat(JsonLayout.TERSE.write(route)).contains("\"required\":[\"destination\"]",
                "Read also as cluster, destinationRef.",
                "\"timeout\":{\"type\":\"integer\",\"description\":\"Milliseconds.\",\"default\":2000}");
        assertThat(udp).contains("\"port\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":65535}",
                "\"address\":{\"type\":\"string\",\"default\":\"0.0.0.0\"}",
                "\"required\":[\"protocol\",\"port\"]");
    }

    /** Generated clients can neither write nor read what is not told. */
    @Test
    void tellsWhatBalancersAndRetriesHaveBeyondTheReference() {
        assertThat(text("Cluster")).contains("\"health\":{");
        assertThat(text("ClusterDump")).contains("\"health\":{");
        assertThat(text("Route")).contains("\"backoff\":{", "\"byte_streams\":{");
        assertThat(text("RouteDump")).contains("\"backoff\":{", "\"byte_streams\":{");
    }

    private static String text(String name) {
        return JsonLayout.TERSE.write(JsonSchema.of(CATALOGUE.get(name)));
    }
}
