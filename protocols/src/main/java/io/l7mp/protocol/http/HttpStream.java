package io.l7mp.protocol.http;

import io.l7mp.protocol.wire.Drops;
import io.l7mp.protocol.wire.HttpRefusal;
import io.l7mp.protocol.wire.Inbox;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Timer;
import io.l7mp.spi.Traits;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/** The source of a session: reads the request's body and writes the answer's. On the connection's loop. */
final class HttpStream implements Stream {
    private final HttpConnection connection;
    private final HttpExchange exchange;
    private final HttpAnswer answer;
    private final Inbox inbox = new Inbox(this);
    private final Drops drops = new Drops();

    /** Bytes that the kernel had not taken when it was looked at last. */
    private long unsent;

    private boolean isRead;
    private boolean isSent;

    /** Why we close, from then on until the peer has what was written. */
    private @Nullable Cause closing;

    private @Nullable Timer lingering;

    HttpStream(HttpConnection connection, HttpExchange exchange) {
        this.connection = connection;
        this.exchange = exchange;
        this.answer = exchange.answer();
    }

    @Override
    public Loop loop() {
        return connection.loop();
    }

    @Override
    public Traits traits() {
        return Traits.BYTES;
    }

    @Override
    public void attach(Receiver receiver) {
        inbox.attach(receiver);
        connection.readSoon();
    }

    @Override
    public void unread(ByteBuf rest, int flags) {
        inbox.unread(rest, flags);
    }

    @Override
    public void pause() {
        inbox.pause();
    }

    @Override
    public void resume() {
        inbox.resume();
        if (!inbox.isOver()) {
            exchange.askForBody();
            connection.readSoon();
        }
    }

    /** {@return whether the receiver may be given something} */
    boolean takes() {
        return !inbox.isPaused() && !inbox.isOver() && closing == null;
    }

    // hot path
    void take(HttpContent piece) {
        if (piece.decoderResult().isFailure()) {
            piece.release();
            answer.closeAfterwards();
            abort(Cause.of(Kind.PROTOCOL, "Malformed request body"), HttpRefusal.of(400, "Malformed body"));
            return;
        }
        if (piece.content().isReadable()) {
            inbox.payload(piece.content(), 0);
        } else {
            piece.release();
        }
        if (piece instanceof LastHttpContent) {
            isRead = true;
            inbox.finished(Metadata.EMPTY);
            endTogether();
        }
    }

    void turnEnd() {
        inbox.turnEnd();
    }

    @Override
    public boolean writable() {
        return inbox.isOver() || connection.channel().isWritable();
    }

    void writabilityChanged() {
        if (connection.channel().isWritable()) {
            inbox.writable();
        }
    }

    // hot path
    @Override
    public void write(ByteBuf payload, int flags) {
        if (inbox.isOver() || answer.ended()) {
            drops.add(Drop.LOST, payload.readableBytes());
            payload.release();
        } else {
            beginAnswer();
            unsent += payload.readableBytes();
            drops.add(Drop.LOST, answer.write(payload));
        }
    }

    @Override
    public void flush() {
        connection.channel().flush();
        look();
    }

    /** Remembers how much the kernel did not take; once the connection is gone it cannot be asked any more. */
    private void look() {
        var buffer = connection.channel().unsafe().outboundBuffer();
        if (buffer != null) {
            unsent = Math.min(unsent, buffer.totalPendingWriteBytes());
        }
    }

    @Override
    public void answer(Metadata head) {
        answer.head(head);
    }

    @Override
    public void finish(Metadata trailers) {
        if (!inbox.isOver() && !answer.ended()) {
            end();
        }
    }

    private void beginAnswer() {
        if (!answer.begun()) {
            exchange.beginAnswer();
        }
    }

    private void end() {
        beginAnswer();
        var _ = answer.end().addListener(sent -> {
            if (sent.isSuccess() && !inbox.isOver()) {
                sent();
            }
        });
    }

    private void sent() {
        isSent = true;
        unsent = 0;
        if (!answer.isWhole()) {
            abort(Cause.of(Kind.PROTOCOL, "Answer shorter than its Content-Length"), HttpRefusal.of(500, ""));
        }
        endTogether();
    }

    /** Both directions have ended in order, or we close and all was sent. */
    private void endTogether() {
        if (!inbox.isOver() && isSent && (isRead || closing != null)) {
            over(closing == null ? Cause.DONE : closing);
        }
    }

    @Override
    public void close(Cause cause) {
        if (inbox.isOver() || closing != null) {
            return;
        }
        drops.add(Drop.LOST, inbox.discard());
        if (cause.kind() == Kind.SHUTDOWN && !answer.begun()) {
            answer.closeAfterwards();
        }
        if (!cause.isOrderly() || (cause.kind() == Kind.SHUTDOWN && !answer.looksWhole())) {
            abort(cause, HttpRefusal.of(cause));
            return;
        }
        closing = cause;
        lingering = loop().after(connection.site().env().linger(), this::lingered);
        if (!answer.ended()) {
            end();
        }
        endTogether();
    }

    private void lingered() {
        if (!inbox.isOver()) {
            over(Cause.of(Kind.RESET, "The client did not take its answer in time"));
            connection.reset();
        }
    }

    /** Ends what cannot end in order: in words while none of the answer is out, else by breaking it off. */
    private void abort(Cause cause, HttpRefusal words) {
        look();
        if (!answer.begun()) {
            exchange.reject(words);
        } else if (!answer.ended() || !isSent || !answer.isWhole()) {
            connection.breakOff(answer);
        }
        over(cause);
    }

    private void over(Cause cause) {
        inbox.closed(cause);
        drops.add(Drop.LOST, unsent);
        if (lingering != null) {
            lingering.cancel();
        }
        if (!exchange.isOver()) {
            exchange.over();
        }
    }

    /** The peer is gone; the connection ends the exchange by itself. */
    void gone(Cause cause) {
        if (!inbox.isOver()) {
            over(cause);
        }
    }

    @Override
    public long dropped(Drop why) {
        return drops.of(why);
    }
}
