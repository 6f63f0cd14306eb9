package io.l7mp.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.config.JsonLayout;
import io.l7mp.config.TextFormat;
import io.l7mp.spi.Json;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every refusal of {@code catalogue.yaml}, word for word, one after another against one proxy, which stays as it was. */
class CatalogueTest {
    private final SimApi api = new SimApi(Long.getLong("l7mp.test.seed", 1));

    @TestFactory
    Stream<DynamicTest> everyRefusalHasTheWordsThatClientsKnow() {
        var catalogue = read();
        api.load(JsonLayout.TERSE.write(catalogue.get("given").orElseThrow()));
        var tree = api.office.tree();
        var cases = ((Json.Arr) catalogue.get("cases").orElseThrow()).items().stream()
                .map(Json.Obj.class::cast)
                .filter(each -> text(each, "needs").isEmpty())
                .toList();
        assertThat(cases).hasSizeGreaterThan(100);
        return cases.stream()
                .map(each -> DynamicTest.dynamicTest(text(each, "ask") + " " + text(each, "body"),
                        () -> {
                            check(each);
                            assertThat(api.office.tree()).isSameAs(tree);
                        }));
    }

    private static Json.Obj read() {
        try (var in = Objects.requireNonNull(CatalogueTest.class.getResourceAsStream("catalogue.yaml"))) {
            var text = new String(in.readAllBytes(), UTF_8).replace("STREAM", "Sim");
            return (Json.Obj) TextFormat.YAML.read(text.getBytes(UTF_8), 1 << 20);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void check(Json.Obj expected) {
        var ask = text(expected, "ask").split(" ", 2);
        var body = text(expected, "body");
        var type = expected.get("type").isPresent() || expected.get("body").isEmpty()
                ? text(expected, "type")
                : "text/yaml";
        long status = ((Json.Num) expected.get("status").orElseThrow()).value().longValue();

        var reply = api.ask(SimApi.request(ask[0], ask[1], type), body);

        var message = HttpResponseStatus.valueOf((int) status).reasonPhrase();
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.header("status")).isEqualTo(Long.toString(status));
        assertThat(reply.header("message")).isEqualTo(message);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.text())
                .startsWith("{\n    \"status\": " + status + ",\n    \"message\": \"" + message + "\"");
        expected.get("content")
                .ifPresent(_ -> assertThat(reply.content()).isEqualTo(text(expected, "content")));
        expected.get("begins")
                .ifPresent(_ -> assertThat(reply.content()).startsWith(text(expected, "begins")));
    }

    private static String text(Json.Obj of, String key) {
        return of.get(key).orElse(Json.NULL) instanceof Json.Text(var value) ? value : "";
    }
}
