package io.l7mp.protocol.sync;

import io.l7mp.spi.ClusterEnv;
import java.util.ArrayDeque;

/** What was said while nobody else was there. The first who comes gets it, and only he. On the group's loop. */
final class Backlog {
    private final ClusterEnv env;
    private final ArrayDeque<Message> waiting = new ArrayDeque<>(0);
    private long bytes;

    Backlog(ClusterEnv env) {
        this.env = env;
    }

    /** Takes a message; the oldest ones make room for it. */
    void keep(Message message) {
        while (waiting.size() >= Member.MOST_MESSAGES
                || (!waiting.isEmpty() && bytes + message.size() > Member.MOST_BYTES)) {
            drop();
        }
        waiting.add(message);
        bytes += message.size();
    }

    /** Gives all to a member but what it has said itself, which it may have before it was let in. */
    void deliver(Member to) {
        for (int left = waiting.size(); left > 0; left--) {
            var message = waiting.remove();
            if (message.from() == to) {
                waiting.add(message);
            } else {
                bytes -= message.size();
                to.send(message);
            }
        }
    }

    /** Nobody came. */
    void discard() {
        while (!waiting.isEmpty()) {
            drop();
        }
    }

    private void drop() {
        var oldest = waiting.remove();
        bytes -= oldest.size();
        oldest.payload().release();
        env.dropped("sync_unheard", 1);
    }
}
