package io.l7mp.protocol.wire;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Json;
import io.l7mp.spi.JsonText;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The answer to a request that gets none from an upstream: a status and a small JSON document that says why.
 *
 * @param status its code
 * @param content the detail; empty for none
 * @param headers further ones
 */
public record HttpRefusal(int status, String content, Map<String, String> headers) {
    /** Copies what could change. */
    public HttpRefusal {
        headers = Map.copyOf(headers);
    }

    /**
     * Says no without further headers.
     *
     * @param status its code
     * @param content the detail; empty for none
     * @return the refusal
     */
    public static HttpRefusal of(int status, String content) {
        return new HttpRefusal(status, content, Map.of());
    }

    /**
     * Finds the status that fits a cause.
     *
     * @param cause why there is no answer
     * @return the refusal
     */
    public static HttpRefusal of(Cause cause) {
        int status = switch (cause.kind()) {
            case NO_ROUTE, NOT_FOUND -> 404;
            case REFUSED, RESET, PROTOCOL -> 502;
            case TIMED_OUT -> 504;
            case LIMIT, SHUTDOWN -> 503;
            case DONE, BUG -> 500;
        };
        return of(status, cause.content());
    }

    /** {@return the words that belong to the status} */
    public String reason() {
        return HttpResponseStatus.valueOf(status).reasonPhrase();
    }

    /**
     * Makes the whole answer.
     *
     * @param buffers where the buffer comes from
     * @param json quotes the texts
     * @param keepAlive whether another request may follow; else the connection is announced to close
     * @param withBody whether the body follows, which it does not after HEAD
     * @return the answer as bytes
     */
    public ByteBuf bytes(ByteBufAllocator buffers, JsonText json, boolean keepAlive, boolean withBody) {
        var body = body(json);
        var head = HttpHead.answer(status, reason());
        headers.forEach(head::with);
        head.with("status", Integer.toString(status))
                .with("message", reason())
                .with("Content-Type", "application/json")
                .with("Content-Length",
                        Integer.toString(body.getBytes(StandardCharsets.UTF_8).length));
        persistence(head, keepAlive);
        return head.end(buffers, withBody ? body : "");
    }

    /**
     * Says whether the connection goes on, as every answer does.
     *
     * @param head the answer's
     * @param keepAlive whether another request may follow
     */
    public static void persistence(HttpHead head, boolean keepAlive) {
        if (keepAlive) {
            head.with("Connection", "keep-alive").with("Keep-Alive", "timeout=5");
        } else {
            head.with("Connection", "close");
        }
    }

    private String body(JsonText json) {
        var last = content.isEmpty() ? "" : ",\n    \"content\": " + json.write(Json.of(content));
        return "{\n    \"status\": " + status + ",\n    \"message\": " + json.write(Json.of(reason())) + last
                + "\n}";
    }
}
