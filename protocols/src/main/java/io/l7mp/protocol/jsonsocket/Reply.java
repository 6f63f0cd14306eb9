package io.l7mp.protocol.jsonsocket;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Json;
import io.l7mp.spi.JsonText;
import java.nio.charset.StandardCharsets;

/**
 * What a server answers to a request header.
 *
 * @param status 200 if the session is there, else its kind of failure, with the numbers of HTTP
 * @param message in words
 */
record Reply(int status, String message) {
    static final Reply OK = new Reply(200, "OK");

    /** {@return the answer to whoever cannot be served, for whatever reason} */
    static Reply failed(Cause cause) {
        return new Reply(404, cause.content().isEmpty() ? "Not Found" : "Not Found: " + cause.content());
    }

    static Reply bad(int status, String detail) {
        return new Reply(status, "Bad Request: " + detail);
    }

    /** {@return it as it goes over the wire} */
    byte[] bytes(JsonText json) {
        return json.write(Json.obj(Words.VERSION, Words.OURS, Words.STATUS, status, Words.MESSAGE, message))
                .getBytes(StandardCharsets.UTF_8);
    }
}
