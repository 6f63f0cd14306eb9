package io.l7mp.protocol.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The head of a message in the making. Whatever stands in a name or value, one header stays one line: names and values come from
 * metadata, which peers and rewrites fill. Characters up to U+00FF are one byte, as they were when a peer's header was read.
 */
public final class HttpHead {
    private final StringBuilder text = new StringBuilder(256);

    private HttpHead(String first) {
        text.append(first).append("\r\n");
    }

    /**
     * Begins an answer.
     *
     * @param status its code
     * @param reason the phrase after it
     * @return the head so far
     */
    public static HttpHead answer(int status, String reason) {
        return new HttpHead("HTTP/1.1 " + status + " " + line(reason));
    }

    /**
     * Begins a request.
     *
     * @param method such as {@code GET}
     * @param target the request target; what may not stand in one is percent-encoded
     * @return the head so far
     */
    public static HttpHead request(String method, String target) {
        return new HttpHead(method + " " + encoded(target) + " HTTP/1.1");
    }

    /**
     * Adds a header. One whose name is no token is left out.
     *
     * @param name its name
     * @param value its value; line breaks and other control characters become spaces
     * @return the head so far
     */
    public HttpHead with(String name, String value) {
        if (isToken(name)) {
            text.append(name).append(": ").append(line(value)).append("\r\n");
        }
        return this;
    }

    /**
     * Ends the head.
     *
     * @param buffers where the buffer comes from
     * @return the head as bytes
     */
    public ByteBuf end(ByteBufAllocator buffers) {
        return end(buffers, "");
    }

    /**
     * Ends the head and adds a body.
     *
     * @param buffers where the buffer comes from
     * @param body what follows; the caller has announced its length
     * @return head and body as bytes; the body in UTF-8
     */
    public ByteBuf end(ByteBufAllocator buffers, String body) {
        var head = text.append("\r\n").toString();
        var isBytes = head.chars().allMatch(c -> c <= 0xff);
        var first = head.getBytes(isBytes ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        var rest = body.getBytes(StandardCharsets.UTF_8);
        return buffers.buffer(first.length + rest.length).writeBytes(first).writeBytes(rest);
    }

    /**
     * Makes one line of a text.
     *
     * @param value any text
     * @return the same, with spaces for control characters, and none at either end
     */
    public static String line(String value) {
        var clean = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            clean.append((c < ' ' && c != '\t') || c == 0x7f ? ' ' : c);
        }
        return clean.toString().strip();
    }

    /**
     * Says whether a word may be the name of a header or of a sub-protocol (RFC 9110, section 5.6.2).
     *
     * @param word any text
     * @return whether it is a token
     */
    public static boolean isToken(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!plain && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
                return false;
            }
        }
        return !word.isEmpty();
    }

    private static String encoded(String target) {
        var out = new StringBuilder(target.length());
        for (byte b : target.getBytes(StandardCharsets.UTF_8)) {
            if (b > ' ' && b < 0x7f && b != '#' && b != '"' && b != '<' && b != '>') {
                out.append((char) b);
            } else {
                out.append(String.format(Locale.ROOT, "%%%02X", b & 0xff));
            }
        }
        return out.toString();
    }
}
