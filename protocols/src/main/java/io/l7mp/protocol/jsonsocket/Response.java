package io.l7mp.protocol.jsonsocket;

import io.l7mp.spi.Cause;
import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Json;
import io.l7mp.spi.JsonText;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Metadata;

/** What a client makes of the header that a server answered. */
sealed interface Response {
    /** The session is there. */
    record Good(Json.Obj header) implements Response {}

    /** It is not. */
    record Bad(Cause cause) implements Response {}

    /** Judges a header. A missing status is good: there are servers that answer with the version alone. */
    static Response of(String text, JsonText json) {
        Json header;
        try {
            header = json.read(text);
        } catch (ConfigException wrong) {
            return bad(Kind.PROTOCOL, wrong.expected());
        }
        if (!(header instanceof Json.Obj object) || object.get(Words.VERSION).isEmpty()) {
            return bad(Kind.PROTOCOL,
                    "No JSONSocket version info in reponse header: " + Words.excerpt(json, header));
        }
        if (!(object.get(Words.VERSION).get() instanceof Json.Num version)) {
            return bad(Kind.PROTOCOL, "JSONSocket version info is not numeric in response header: "
                    + Words.excerpt(json, header));
        }
        if (version.real() < 0 || version.real() > 1) {
            return bad(Kind.PROTOCOL, "Unsupported JSONSocket version \"" + json.write(version)
                    + "\" in header, dropping connection");
        }
        var status = object.get(Words.STATUS).orElse(Json.of(200));
        if (status instanceof Json.Num code && code.real() >= 200 && code.real() < 300) {
            return new Good(object);
        }
        return new Bad(Cause.of(Kind.REFUSED, "Server sent invalid status \"" + Words.excerpt(json, status)
                + "\" in response header, dropping connection")
                .with(Metadata.of(facts(object).json().with("status", status))));
    }

    private static Response bad(Kind kind, String content) {
        return new Bad(Cause.of(kind, content));
    }

    /** {@return a header as metadata shows it} */
    static Metadata facts(Json.Obj header) {
        return Metadata.of(Json.obj(Words.NAME, header));
    }
}
