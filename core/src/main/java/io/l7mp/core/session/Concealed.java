package io.l7mp.core.session;

import io.l7mp.spi.Json;
import java.util.List;

/** Takes out of metadata what proves who somebody is, before others look at them: rules and upstreams see it, dumps do not. */
final class Concealed {
    private static final Json HIDDEN = Json.of("<HIDDEN>");
    private static final List<String> SECRETS = List.of("authorization", "proxy-authorization");

    private Concealed() {}

    static Json.Obj of(Json.Obj metadata) {
        return metadata.get("HTTP").orElse(Json.NULL) instanceof Json.Obj http
                && http.get("headers").orElse(Json.NULL) instanceof Json.Obj headers
                        ? metadata.with("HTTP", http.with("headers", concealed(headers)))
                        : metadata;
    }

    private static Json.Obj concealed(Json.Obj headers) {
        var rest = headers;
        for (var name : SECRETS) {
            rest = rest.get(name).isPresent() ? rest.with(name, HIDDEN) : rest;
        }
        return rest;
    }
}
