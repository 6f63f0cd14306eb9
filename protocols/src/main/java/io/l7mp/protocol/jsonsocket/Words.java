package io.l7mp.protocol.jsonsocket;

import io.l7mp.spi.Json;
import io.l7mp.spi.JsonText;
import io.l7mp.spi.Path;

/** The members that headers have by the protocol, and how a header is shown in texts. */
final class Words {
    /** Under which a header stands in metadata. */
    static final String NAME = "JSONSocket";

    static final String VERSION = "JSONSocketVersion";
    static final String STATUS = "JSONSocketStatus";
    static final String MESSAGE = "JSONSocketMessage";
    static final Path AT_VERSION = Path.of("/" + VERSION);
    static final Json OURS = Json.of(1);

    private static final int LONGEST = 512;

    private Words() {}

    /** {@return a value as text without white space, cut where it is long} */
    static String excerpt(JsonText text, Json value) {
        var whole = text.write(value);
        return whole.length() <= LONGEST ? whole : whole.substring(0, LONGEST) + "...";
    }
}
