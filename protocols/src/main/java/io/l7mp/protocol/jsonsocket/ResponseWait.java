package io.l7mp.protocol.jsonsocket;

import io.l7mp.spi.Cause;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Json;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Timer;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connected transport over which the request goes out, until the answer is here. What comes behind the answer waits in the
 * transport. On the transport's loop.
 */
final class ResponseWait implements Receiver {
    private final Metadata facts;
    private final byte[] request;
    private final Duration limit;
    private final ClusterEnv env;
    private final Consumer<Result> done;
    private final HeaderIntake intake;
    private final Timer late;
    private Stream transport;
    private @Nullable Timer repeater;
    private boolean isOver;

    /** What came of it; told once. */
    sealed interface Result {
        /** The server is with us. */
        record Good(Connected connected) implements Result {}

        /** It is not, and the transport is closed. */
        record Bad(Cause cause) implements Result {}
    }

    /**
     * Prepares it.
     *
     * @param limit of the whole attempt, for texts
     * @param left of it
     * @param done hears of the result, unless it is cancelled first
     */
    ResponseWait(Connected connected, byte[] request, Duration limit, Duration left, ClusterEnv env,
            Consumer<Result> done) {
        this.transport = connected.stream();
        this.facts = connected.facts();
        this.request = request;
        this.limit = limit;
        this.env = env;
        this.done = done;
        this.intake = new HeaderIntake(transport.traits());
        this.late = transport.loop().after(left, this::late);
    }

    /**
     * Sends the request.
     *
     * @param repeat after how long without an answer it is sent again; zero for never
     */
    void start(Duration repeat) {
        transport.attach(this);
        int largest = JsonSocketLimits.largest(transport.traits());
        if (request.length > largest) {
            fail(Cause.of(Kind.LIMIT, "JSONSocket header has " + request.length
                    + " bytes (largest over this transport: " + largest + ")"));
            return;
        }
        transport.resume();
        if (repeat.isPositive() && !transport.traits().reliable()) {
            repeater = transport.loop().after(repeat, () -> askAgain(repeat));
        }
        ask(); // last, since a transport without a peer answers from inside
    }

    private void ask() {
        transport.write(env.buffers().buffer(request.length).writeBytes(request), 0);
        transport.flush();
    }

    private void askAgain(Duration repeat) {
        if (repeater != null) {
            repeater.again(repeat);
        }
        ask();
    }

    private void late() {
        fail(noAnswer(Kind.TIMED_OUT, "Promise timed out after " + limit.toMillis() + " milliseconds"));
    }

    private Cause noAnswer(Kind kind, String why) {
        return Cause.of(kind,
                "Failed to receive JSONSocket response in " + limit.toMillis() + " msecs: " + why);
    }

    @Override
    public void payload(ByteBuf payload, int flags) {
        if (isOver) {
            payload.release();
            return;
        }
        var progress = intake.take(payload);
        if (progress != HeaderIntake.Progress.MORE) {
            transport.pause();
        }
        if (progress == HeaderIntake.Progress.WHOLE && payload.isReadable()) {
            transport.unread(payload, flags);
        } else {
            payload.release();
        }
        switch (progress) {
            case MORE -> {
                // The rest is on its way.
            }
            case WHOLE -> judge();
            case TOO_LARGE -> fail(Cause.of(Kind.LIMIT, "JSONSocket response: " + intake.excess()));
        }
    }

    private void judge() {
        switch (Response.of(intake.text(), env.json())) {
            case Response.Good(var header) -> succeed(header);
            case Response.Bad(var cause) -> fail(cause);
        }
    }

    private void succeed(Json.Obj header) {
        settle();
        var stream = HandshakeLayer.before(transport, intake.bytes(), new byte[0], env);
        done.accept(new Result.Good(
                new Connected(stream, Metadata.of(new JsonSocketFacts(facts, header)))));
    }

    private void fail(Cause cause) {
        settle();
        transport.close(cause);
        done.accept(new Result.Bad(cause));
    }

    /** Gives up; nobody is told. */
    void cancel(Cause cause) {
        if (!isOver) {
            settle();
            transport.close(cause);
        }
    }

    private void settle() {
        isOver = true;
        late.cancel();
        if (repeater != null) {
            repeater.cancel();
        }
    }

    /** Nothing more comes: what is there is the answer. */
    @Override
    public void finished(Metadata trailers) {
        if (isOver) {
            return;
        }
        if (intake.isEmpty()) {
            fail(noAnswer(Kind.RESET, "the server ended the connection"));
        } else {
            judge();
        }
    }

    @Override
    public void closed(Cause cause) {
        if (!isOver) {
            var kind = cause.isOrderly() ? Kind.RESET : cause.kind();
            fail(noAnswer(kind, cause.content().isEmpty() ? cause.message() : cause.content()));
        }
    }

    @Override
    public void became(Stream successor) {
        transport = successor;
        successor.attach(this);
        if (!isOver) {
            successor.resume();
        }
    }

    @Override
    public void answer(Metadata head) {
        // Not of this protocol.
    }

    @Override
    public void turnEnd() {
        // Nothing was passed on.
    }

    @Override
    public void writable() {
        // A request is small.
    }
}
