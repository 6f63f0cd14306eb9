package io.l7mp.control;

import io.l7mp.config.JsonLayout;
import io.l7mp.spi.Cause;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Timer;
import io.l7mp.spi.Traits;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. The body is collected on the loop, the work is done elsewhere, and the answer is pulled from here piece
 * by piece as the client takes it. Closing forgets all of it; what was begun goes on, but nobody hears of it.
 */
final class ControllerStream implements Stream {
    /** For the answer to be taken, from when it is there; a client that does not read would keep its session and its place. */
    private static final Duration ANSWER_TIME = Duration.ofSeconds(30);

    private final Work work;
    private final Loop loop;
    private final ClusterEnv env;
    private final RequestBody body;
    private final Desk.Seat seat;
    private final Runnable turn = this::deliver;
    private @Nullable Receiver receiver;
    private boolean paused = true;
    private boolean queued;

    /** Whether the request is complete or refused, so that no more of its body is wanted. */
    private boolean asked;

    private boolean refused;

    /** Whether somebody is at it; the request takes up its place as long as that, even if the client has left. */
    private boolean working;
    private long thrownAway;
    private @Nullable Delivery delivery;
    private @Nullable Cause closed;
    private boolean told;

    /** Until the request is complete, and again from the answer on. */
    private @Nullable Timer timer;

    ControllerStream(Work work, RequestBody body, Desk.Seat seat, Loop loop, ClusterEnv env) {
        this.work = work;
        this.body = body;
        this.seat = seat;
        this.loop = loop;
        this.env = env;
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public Traits traits() {
        return Traits.BYTES;
    }

    @Override
    public void attach(Receiver to) {
        receiver = to;
        wake();
    }

    /** Refuses the request, unless its body is here before. */
    void limitBody(Duration time) {
        timer = loop.after(time, () -> refuse("slow_body", Answer.TOO_SLOW));
    }

    // ---- the request ----

    /** {@return false for ever once it was refused, so that whoever sends the body is not even asked to go on} */
    @Override
    public boolean writable() {
        return !refused || closed != null;
    }

    @Override
    public void write(ByteBuf payload, int flags) {
        if (asked || closed != null) {
            thrownAway += payload.readableBytes();
            payload.release();
            return;
        }
        int size = payload.readableBytes();
        if (!seat.hold(size)) {
            payload.release();
            thrownAway += size;
            refuse("api_busy", Answer.BUSY);
        } else if (!body.take(payload)) {
            thrownAway += size;
            refuse("body_too_large", Answer.TOO_LARGE);
        }
    }

    @Override
    public void flush() {
        // What was written is here.
    }

    @Override
    public void answer(Metadata facts) {
        // Nothing answers a request but this stream.
    }

    /** Answers at once, without looking at the rest of the request. */
    void refuse(String reason, Answer answer) {
        env.refused(reason);
        refused = true;
        asked();
        body.discard();
        answered(Response.of(answer, JsonLayout.PLAIN));
    }

    @Override
    public void finish(Metadata trailers) {
        if (!asked && closed == null) {
            asked();
            working = true;
            var all = body.all();
            env.blocking().execute(
                    () -> work.serve(all, answer -> loop.execute(() -> worked(answer))));
        }
    }

    private void asked() {
        asked = true;
        cancelTimer();
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
        }
    }

    // ---- the answer ----

    private void worked(Response answer) {
        working = false;
        answered(answer);
        leave();
    }

    private void leave() {
        if (closed != null && !working) {
            seat.leave();
        }
    }

    private void answered(Response answer) {
        if (closed == null && delivery == null) {
            delivery = new Delivery(answer, env.buffers());
            timer = loop.after(ANSWER_TIME, this::tooSlow);
            wake();
        }
    }

    private void tooSlow() {
        env.refused("slow_answer");
        close(Cause.of(Kind.TIMED_OUT, "the answer was not taken in time"));
    }

    /** Gives back the end of the answer so far, which is where it is read from again. */
    @Override
    public void unread(ByteBuf rest, int flags) {
        if (delivery != null) {
            delivery.takeBack(rest.readableBytes());
        }
        rest.release();
        wake();
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        wake();
    }

    @Override
    public void close(Cause cause) {
        if (closed == null) {
            closed = cause;
            body.discard();
            delivery = null;
            cancelTimer();
            leave();
            wake();
        }
    }

    private void wake() {
        if (!queued && !told) {
            queued = true;
            loop.execute(turn);
        }
    }

    private void deliver() {
        queued = false;
        if (delivery != null) {
            deliver(delivery);
        }
        var to = receiver;
        if (closed != null && to != null && !told) {
            told = true;
            to.closed(closed);
        }
    }

    private void deliver(Delivery answer) {
        boolean moved = answer.handOut(this::taker);
        if (moved && receiver != null && closed == null) {
            receiver.turnEnd();
        }
        var to = taker();
        if (to != null && answer.isWhole()) {
            to.finished(Metadata.EMPTY);
            close(Cause.DONE);
        }
    }

    /** {@return who may be given what comes next, if anybody may} */
    private @Nullable Receiver taker() {
        return paused || closed != null ? null : receiver;
    }

    @Override
    public long dropped(Drop why) {
        return why == Drop.TOO_LARGE ? thrownAway : 0;
    }
}
