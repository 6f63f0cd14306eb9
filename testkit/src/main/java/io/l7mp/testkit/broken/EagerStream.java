package io.l7mp.testkit.broken;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.Stream;
import io.l7mp.testkit.BentReceiver;
import io.l7mp.testkit.BentStream;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Holds payloads of a paused stream itself, and cannot wait to be rid of them. */
final class EagerStream extends BentStream {
    private record Held(ByteBuf payload, int flags) {}

    private final Queue<Held> held = new ArrayDeque<>();
    private @Nullable Receiver to;
    private boolean paused = true;

    EagerStream(Stream sound) {
        super(sound);
    }

    @Override
    protected Receiver bend(Receiver receiver) {
        to = receiver;
        return new BentReceiver(receiver) {
            @Override
            public void payload(ByteBuf payload, int flags) {
                if (paused) {
                    held.add(new Held(payload, flags));
                } else {
                    super.payload(payload, flags);
                }
            }

            @Override
            public void closed(Cause cause) {
                held.forEach(each -> each.payload().release());
                held.clear();
                super.closed(cause);
            }
        };
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        while (to != null && !paused && !held.isEmpty()) {
            var next = held.remove();
            to.payload(next.payload(), next.flags());
        }
        super.resume();
    }
}
