package io.l7mp.control;

import io.l7mp.config.JsonLayout;
import io.l7mp.spi.Cause;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Traits;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. The body is collected on the loop, the work is done elsewhere, and the answer is pulled from here piece
 * by piece as the client takes it. Closing forgets all of it; what was begun goes on, but nobody hears of it.
 */
final class ControllerStream implements Stream {
    private static final int LARGEST_PIECE = 64 << 10;

    private final Api api;
    private final RequestHead head;
    private final Loop loop;
    private final ClusterEnv env;
    private final RequestBody body = new RequestBody();
    private final Runnable delivery = this::deliver;
    private @Nullable Receiver receiver;
    private boolean paused = true;
    private boolean queued;

    /** Whether the request is complete or refused, so that no more of its body is wanted. */
    private boolean asked;

    private boolean refused;
    private long thrownAway;
    private @Nullable Response response;
    private boolean begun;
    private int sent;
    private @Nullable Cause closed;
    private boolean told;

    ControllerStream(Api api, RequestHead head, Loop loop, ClusterEnv env) {
        this.api = api;
        this.head = head;
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

    // ---- the request ----

    /** {@return false for ever once it was refused, so that whoever sends the body is not even asked to go on} */
    @Override
    public boolean writable() {
        return !refused || closed != null;
    }

    @Override
    public void write(ByteBuf payload, int flags) {
        if (asked || closed != null) {
            throwAway(payload.readableBytes());
            payload.release();
            return;
        }
        int size = payload.readableBytes();
        if (!body.take(payload)) {
            throwAway(size);
            refuse("body", Answer.TOO_LARGE);
        }
    }

    private void throwAway(int bytes) {
        thrownAway += bytes;
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
        asked = true;
        body.discard();
        answered(Response.of(answer, JsonLayout.PLAIN));
    }

    @Override
    public void finish(Metadata trailers) {
        if (!asked && closed == null) {
            asked = true;
            var all = body.all();
            env.blocking().execute(
                    () -> api.serve(head, all, answer -> loop.execute(() -> answered(answer))));
        }
    }

    // ---- the answer ----

    private void answered(Response answer) {
        if (closed == null && response == null) {
            response = answer;
            wake();
        }
    }

    /** Gives back the end of the answer so far, which is where it is read from again. */
    @Override
    public void unread(ByteBuf rest, int flags) {
        sent = Math.max(0, sent - rest.readableBytes());
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
            response = null;
            wake();
        }
    }

    private void wake() {
        if (!queued && !told) {
            queued = true;
            loop.execute(delivery);
        }
    }

    private void deliver() {
        queued = false;
        if (response != null) {
            deliver(response);
        }
        var to = receiver;
        if (closed != null && to != null && !told) {
            told = true;
            to.closed(closed);
        }
    }

    private void deliver(Response answer) {
        var to = taker();
        if (to != null && !begun) {
            begun = true;
            to.answer(answer.head());
        }
        int before = sent;
        for (to = taker(); to != null && sent < answer.length(); to = taker()) {
            int size = Math.min(LARGEST_PIECE, answer.length() - sent);
            var piece = env.buffers().buffer(size);
            answer.copy(sent, size, piece);
            sent += size;
            to.payload(piece, 0);
        }
        if (sent > before && receiver != null && closed == null) {
            receiver.turnEnd();
        }
        to = taker();
        if (to != null && sent == answer.length()) {
            response = null;
            to.finished(Metadata.EMPTY);
            close(Cause.DONE);
        }
    }

    /** {@return who may be given what comes next, if anybody may; asked anew after each call of a receiver} */
    private @Nullable Receiver taker() {
        return paused || closed != null ? null : receiver;
    }

    @Override
    public long dropped(Drop why) {
        return why == Drop.TOO_LARGE ? thrownAway : 0;
    }
}
