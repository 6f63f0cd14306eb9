package io.l7mp.protocol.wire;

import io.l7mp.spi.Json;
import io.l7mp.spi.JsonText;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Path;

/** A value of a session's metadata as text, by which sessions are told apart: 1 and "1" are the same. */
public final class Label {
    private Label() {}

    /**
     * Reads a label.
     *
     * @param metadata of the session
     * @param path where it stands
     * @param json writes what is not text
     * @return the text of the value; empty if there is none, or null
     */
    public static String of(Metadata metadata, Path path, JsonText json) {
        return switch (metadata.get(path).orElse(Json.NULL)) {
            case Json.Null _ -> "";
            case Json.Text(var text) -> text;
            case Json other -> json.write(other);
        };
    }
}
