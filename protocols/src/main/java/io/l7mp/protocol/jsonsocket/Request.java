package io.l7mp.protocol.jsonsocket;

import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Json;
import io.l7mp.spi.JsonText;

/** What a server makes of the header that a peer sent. */
sealed interface Request {
    /** It may be served. */
    record Good(Json.Obj header) implements Request {}

    /** It may not, and hears why. */
    record Bad(Reply reply) implements Request {}

    /** Judges a header. */
    static Request of(String text, JsonText json) {
        Json header;
        try {
            header = json.read(text);
        } catch (ConfigException _) {
            return new Bad(Reply.bad(400, "Invalid JSON header"));
        }
        if (!(header instanceof Json.Obj object) || object.get(Words.VERSION).isEmpty()) {
            return new Bad(Reply.bad(400, "err"));
        }
        if (!(object.get(Words.VERSION).get() instanceof Json.Num version) || !version.isWhole()) {
            return new Bad(Reply.bad(400, "JSONSocket version info is not numeric/integer in header: "
                    + Words.excerpt(json, header)));
        }
        if (version.real() < 0 || version.real() > 1) {
            return new Bad(Reply.bad(505, "Unsupported JSONSocket version in header: "
                    + Words.excerpt(json, header)));
        }
        return new Good(object);
    }
}
