package io.l7mp.protocol.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests off the wire within bounds, and refuses every message whose end two readers could see in different places
 * (RFC 9112, section 11.2).
 */
public final class HttpIntake extends HttpRequestDecoder {
    private static final int LONGEST_LINE = 8 << 10;
    private static final int LONGEST_HEAD = 64 << 10;
    private static final int LARGEST_PIECE = 64 << 10;
    private final Runnable onBytes;

    /**
     * Makes the reader of one connection.
     *
     * @param onBytes told that bytes came, before what they mean is
     */
    public HttpIntake(Runnable onBytes) {
        super(config());
        this.onBytes = onBytes;
    }

    /** {@return the bounds, which hold for heads of answers too} */
    public static HttpDecoderConfig config() {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(LONGEST_LINE)
                .setMaxHeaderSize(LONGEST_HEAD)
                .setMaxChunkSize(LARGEST_PIECE)
                .setAllowDuplicateContentLengths(false)
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        onBytes.run();
        super.channelRead(context, message);
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("Both Content-Length and Transfer-Encoding");
    }

    /**
     * Looks for what is wrong with a request.
     *
     * @param request as it was read
     * @return the answer it deserves; empty if it may pass
     */
    public static Optional<HttpRefusal> fault(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return Optional.of(unreadable(request.decoderResult().cause()));
        }
        var version = request.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            return Optional.of(HttpRefusal.of(505, "Only HTTP/1.1 and HTTP/1.0 are spoken here"));
        }
        var codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        boolean isChunked = codings.size() == 1 && codings.getFirst().strip().equalsIgnoreCase("chunked");
        if (!codings.isEmpty() && (!isChunked || version.equals(HttpVersion.HTTP_1_0))) {
            return Optional.of(HttpRefusal.of(400, "Transfer-Encoding other than chunked"));
        }
        int hosts = request.headers().getAll(HttpHeaderNames.HOST).size();
        if (hosts > 1 || (hosts == 0 && version.equals(HttpVersion.HTTP_1_1))) {
            return Optional.of(HttpRefusal.of(400, "Exactly one Host header is expected"));
        }
        return Optional.empty();
    }

    /**
     * Names the counter of such a fault.
     *
     * @param fault as {@link #fault} found it
     * @return one word
     */
    public static String reason(HttpRefusal fault) {
        return switch (fault.status()) {
            case 414 -> "url_too_long";
            case 431 -> "headers_too_large";
            default -> "malformed";
        };
    }

    private static HttpRefusal unreadable(@Nullable Throwable why) {
        return switch (why) {
            case TooLongHttpLineException _ -> HttpRefusal.of(414, "Request line longer than 8 KiB");
            case TooLongHttpHeaderException _ -> HttpRefusal.of(431, "Headers larger than 64 KiB");
            case null, default -> HttpRefusal.of(400, "Malformed request");
        };
    }
}
