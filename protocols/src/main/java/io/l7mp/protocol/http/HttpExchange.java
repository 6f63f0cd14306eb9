package io.l7mp.protocol.http;

import io.l7mp.protocol.wire.HttpFacts;
import io.l7mp.protocol.wire.HttpRefusal;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Offer;
import io.l7mp.spi.Stream;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * One request from its head to the end of both bodies: first an offer, then perhaps a stream, at last a rest that nobody wants.
 * On the connection's loop.
 */
final class HttpExchange implements Offer {
    /** How much of a body that nobody wants is read so that the next request can follow it. */
    private static final int LARGEST_REST = 64 << 10;

    /** The first status that says no. */
    private static final int REFUSALS = 400;

    private final HttpConnection connection;
    private final HttpFacts facts;
    private final HttpAnswer answer;
    private String name = "";
    private boolean isContinueAwaited;
    private @Nullable HttpStream stream;
    private @Nullable Runnable peerLeft;
    private boolean isOver;
    private boolean isBodyRead;
    private int rest;

    HttpExchange(HttpConnection connection, HttpFacts facts, HttpAnswer answer) {
        this.connection = connection;
        this.facts = facts;
        this.answer = answer;
        this.isContinueAwaited = facts.version().equals("1.1") && !facts.header("expect").isEmpty();
    }

    HttpAnswer answer() {
        return answer;
    }

    @Override
    public Loop loop() {
        return connection.loop();
    }

    @Override
    public String name() {
        if (name.isEmpty()) { // requests that are no session get no number
            name = facts.session("HTTP", connection.site().env().nextId());
        }
        return name;
    }

    @Override
    public Metadata metadata() {
        return Metadata.of(facts);
    }

    @Override
    public void onGone(Runnable task) {
        peerLeft = task;
    }

    @Override
    public Stream open(Metadata upstream) {
        if (isOver || stream != null) {
            throw new IllegalStateException(name() + " was answered already");
        }
        stream = new HttpStream(connection, this);
        return stream;
    }

    @Override
    public void refuse(Cause cause) {
        refuse(HttpRefusal.of(cause));
    }

    void refuse(HttpRefusal refusal) {
        if (!isOver) {
            reject(refusal);
            over();
        }
    }

    /** Answers in our own words, while no byte of another answer is out. */
    void reject(HttpRefusal refusal) {
        if (facts.announced() > LARGEST_REST && !isBodyRead) {
            answer.closeAfterwards();
        }
        keepFromPromising();
        var _ = answer.refuse(refusal, connection.site().env().json()); // nobody waits for it
    }

    /** The answer of an upstream begins: one that says no before it has the whole request may wait long for the rest of it. */
    void beginAnswer() {
        if (!isBodyRead && answer.status() >= REFUSALS) {
            answer.closeAfterwards();
        }
        keepFromPromising();
    }

    /** A peer that was told to wait before it sends the body may send it or not, and only a close makes sure which. */
    private void keepFromPromising() {
        if (isContinueAwaited || connection.site().leaving().get()) {
            answer.closeAfterwards();
        }
    }

    /** The body is wanted now. */
    void askForBody() {
        if (isContinueAwaited && !answer.begun()) {
            isContinueAwaited = false;
            connection.sendContinue();
        }
    }

    /** The session, if it was one, is over; what is left of the request is thrown away. */
    void over() {
        isOver = true;
        connection.settle(this);
    }

    boolean isOver() {
        return isOver;
    }

    boolean isBodyRead() {
        return isBodyRead;
    }

    /** {@return whether more of the body may come} */
    boolean takes() {
        return !isBodyRead && (isOver || (stream != null && stream.takes()));
    }

    /** Takes a piece of the body, which it owns from here. */
    void take(HttpContent piece) {
        isBodyRead = piece instanceof LastHttpContent;
        if (isOver || stream == null) {
            rest += piece.content().readableBytes();
            piece.release();
            if (piece.decoderResult().isFailure() || rest > LARGEST_REST) {
                answer.closeAfterwards();
                connection.settle(this);
            }
        } else {
            stream.take(piece);
        }
    }

    void turnEnd() {
        if (stream != null) {
            stream.turnEnd();
        }
    }

    void writabilityChanged() {
        if (stream != null) {
            stream.writabilityChanged();
        }
    }

    /** The peer is gone. */
    void gone(Cause cause) {
        if (isOver) {
            return;
        }
        isOver = true;
        if (stream != null) {
            stream.gone(cause);
        } else if (peerLeft != null) {
            peerLeft.run();
        }
    }
}
