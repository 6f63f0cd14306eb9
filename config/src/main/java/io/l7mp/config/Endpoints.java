package io.l7mp.config;

import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Json;
import java.util.LinkedHashMap;
import java.util.Optional;

/** Adds endpoints. */
final class Endpoints {
    private static final String ADDRESS = "address";
    private static final String NOWHERE = "UDPEndPoint: No remote addr:port pair defined";

    private final Draft draft;
    private final Findings findings;

    Endpoints(Draft draft, Findings findings) {
        this.draft = draft;
        this.findings = findings;
    }

    /**
     * Reads one.
     *
     * @param upstream the spec of its cluster
     * @return the endpoint, unless something is wrong with it, which was reported then
     */
    Optional<EndpointConfig> read(Json value, String cluster, Json.Obj upstream, Place place) {
        var fields = new Fields(value, ObjectKind.ENDPOINT, place.path(), findings);
        var id = draft.identify(fields, place);
        var spec = fields.requireObject("spec").map(Endpoints::renamed);
        var weight = fields.take("weight").or(() -> spec.flatMap(inner -> inner.get("weight")));
        fields.end();
        draft.endpoints.putIfAbsent(id.name(), cluster);
        return spec.flatMap(inner -> endpoint(fields, id.name(), inner, weight.orElse(Json.of(1)), upstream))
                .map(endpoint -> new EndpointConfig(id, spec.get(), endpoint));
    }

    /** The other notation has {@code filename} where the address is one. */
    private static Json.Obj renamed(Json.Obj spec) {
        if (spec.get(ADDRESS).isPresent() || spec.get("filename").isEmpty()) {
            return spec;
        }
        var members = new LinkedHashMap<String, Json>();
        spec.members().forEach((key, value) -> members.put(key.equals("filename") ? ADDRESS : key, value));
        return new Json.Obj(members);
    }

    private static Optional<Endpoint> endpoint(Fields fields, String name, Json.Obj spec, Json weight,
            Json.Obj upstream) {
        boolean udp = upstream.get("protocol").equals(Optional.of(Json.of("UDP")));
        var address = address(fields, spec, udp);
        if (udp && !isThere(spec, "port") && !isThere(upstream, "port")) {
            fields.refuse(NOWHERE, "spec.port", Json.of(Problem.MISSING), "1..65535");
        }
        int port = whole(fields, "port", spec.get("port").orElse(Json.of(0)), "1..65535");
        int share = whole(fields, "weight", weight, "a whole number");
        try {
            return Optional.of(new Endpoint(name, address, port, share));
        } catch (ConfigException e) {
            fields.refuse(fields.kind().adding() + "Property " + e.path() + " is invalid", "spec." + e.path(),
                    Json.of(e.value()), e.expected());
            return Optional.empty();
        }
    }

    private static boolean isThere(Json.Obj spec, String key) {
        return !spec.get(key).orElse(Json.NULL).equals(Json.NULL);
    }

    private static String address(Fields fields, Json.Obj spec, boolean udp) {
        var given = spec.get(ADDRESS).filter(value -> !value.equals(Json.NULL));
        if (given.isEmpty() && udp) {
            fields.refuse(NOWHERE, "spec.address", Json.of(Problem.MISSING), "text");
        } else if (given.isEmpty()) {
            fields.missing(ADDRESS, "spec.address", "text");
        } else if (given.get() instanceof Json.Text text && !text.value().isBlank()) {
            return text.value();
        } else {
            fields.refuse(fields.kind().adding() + "Property address is invalid", "spec.address", given.get(),
                    "text");
        }
        return "";
    }

    private static int whole(Fields fields, String key, Json value, String expected) {
        if (value.equals(Json.NULL)) {
            return 0;
        }
        if (value instanceof Json.Num number && number.isWhole()
                && number.value().longValue() == number.value().intValue()) {
            return number.value().intValue();
        }
        fields.refuse(fields.kind().adding() + "Property " + key + " is invalid",
                key.equals("port") ? "spec.port" : key, Json.of(Excerpt.quoted(value)), expected);
        return 0;
    }
}
