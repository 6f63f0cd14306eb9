package io.l7mp.protocol.jsonsocket;

import io.l7mp.spi.Attempt;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Loop;
import io.l7mp.spi.SessionFacts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One attempt: first the transport is connected, which may be done before the call returns, then hands are shaken. On the loop. */
final class JsonSocketDial implements Attempt, Completion<Connected> {
    private static final Cause CANCELLED = Cause.of(Kind.RESET, "the attempt was called off");

    private final JsonSocketConnector connector;
    private final byte[] request;
    private final Loop loop;
    private final Duration limit;
    private final long begun;
    private final Completion<Connected> done;
    private Attempt connecting = Attempt.OVER;
    private @Nullable ResponseWait wait;
    private boolean isOver;

    JsonSocketDial(JsonSocketConnector connector, byte[] request, Loop loop, Duration limit,
            Completion<Connected> done) {
        this.connector = connector;
        this.request = request;
        this.loop = loop;
        this.limit = limit;
        this.begun = loop.nanos();
        this.done = done;
    }

    void start(Endpoint endpoint, SessionFacts session) {
        var attempt = connector.transport().connect(endpoint, session, loop, limit, this);
        if (wait == null && !isOver) {
            connecting = attempt;
        }
    }

    @Override
    public void done(Connected connected) {
        if (isOver) {
            connected.stream().close(CANCELLED);
            return;
        }
        connecting = Attempt.OVER;
        var left = limit.minusNanos(loop.nanos() - begun);
        var shake = new ResponseWait(connected, request, limit, left.isPositive() ? left : Duration.ZERO,
                connector.env(), this::settled);
        wait = shake;
        shake.start(connector.repeat());
    }

    private void settled(ResponseWait.Result result) {
        isOver = true;
        switch (result) {
            case ResponseWait.Result.Good(var connected) -> done.done(connected);
            case ResponseWait.Result.Bad(var cause) -> done.failed(cause);
        }
    }

    @Override
    public void failed(Cause cause) {
        if (!isOver) {
            isOver = true;
            done.failed(cause);
        }
    }

    @Override
    public void cancel() {
        if (isOver) {
            return;
        }
        isOver = true;
        connecting.cancel();
        if (wait != null) {
            wait.cancel(CANCELLED);
        }
    }
}
