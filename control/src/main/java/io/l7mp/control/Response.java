package io.l7mp.control;

import io.l7mp.config.JsonLayout;
import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;

/** An answer as it goes out: a head, and a body whose length is known. Immutable, any thread. */
final class Response {
    private final Metadata head;
    private final byte[] body;

    private Response(Metadata head, byte[] body) {
        this.head = head;
        this.body = body;
    }

    /** Writes an answer out, which takes as long as the answer is. */
    static Response of(Answer answer, JsonLayout layout) {
        var headers = Json.obj("Content-Type", "application/json");
        return switch (answer) {
            case Answer.Success(var shown) -> of(200, headers, layout.write(shown));
            case Answer.Document(String type, String text) -> of(200, Json.obj("Content-Type", type), text);
            case Answer.Failure failure -> of(failure.status(), headers(failure, headers),
                    JsonLayout.ERROR.write(failure.body()));
        };
    }

    private static Json.Obj headers(Answer.Failure failure, Json.Obj usual) {
        var all = new LinkedHashMap<>(usual.members());
        all.put("status", Json.of(Integer.toString(failure.status())));
        all.put("message", Json.of(failure.message()));
        all.putAll(failure.headers().members());
        return new Json.Obj(all);
    }

    /** {@return a document that is there already} */
    static Response of(String contentType, byte[] document) {
        return of(200, Json.obj("Content-Type", contentType), document);
    }

    private static Response of(int status, Json.Obj headers, String text) {
        return of(status, headers, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Response of(int status, Json.Obj headers, byte[] body) {
        var all = headers.with("Content-Length", Json.of(Integer.toString(body.length)));
        return new Response(Metadata.of(Json.obj("HTTP", Json.obj("status", status, "headers", all))), body);
    }

    Metadata head() {
        return head;
    }

    int length() {
        return body.length;
    }

    /** Copies some bytes of the body. */
    void copy(int from, int length, ByteBuf to) {
        to.writeBytes(body, from, length);
    }
}
