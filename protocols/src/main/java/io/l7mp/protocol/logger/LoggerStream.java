package io.l7mp.protocol.logger;

import io.l7mp.protocol.wire.Turnaround;
import io.l7mp.spi.Appender;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Shape;
import io.l7mp.spi.Traits;
import io.netty.buffer.ByteBuf;

/**
 * Passes on what it gets and appends a copy to the cluster's file. When the file is too slow, messages go on without a copy, and
 * bytes wait.
 */
final class LoggerStream extends Turnaround {
    private final ClusterEnv env;
    private final Appender file;
    private final byte[] prefix;
    private boolean waiting;

    LoggerStream(Loop loop, Traits traits, ClusterEnv env, Appender file, byte[] prefix) {
        super(loop, traits);
        this.env = env;
        this.file = file;
        this.prefix = prefix;
    }

    @Override
    public boolean writable() {
        if (traits().shape() == Shape.MESSAGES || file.writable()) {
            return super.writable();
        }
        if (!waiting) {
            waiting = true;
            file.onWritable(loop(), this::caughtUp);
        }
        return false;
    }

    private void caughtUp() {
        waiting = false;
        becameWritable();
    }

    @Override
    public void write(ByteBuf payload, int flags) {
        var copy = new byte[prefix.length + payload.readableBytes()];
        System.arraycopy(prefix, 0, copy, 0, prefix.length);
        payload.getBytes(payload.readerIndex(), copy, prefix.length, payload.readableBytes());
        if (!file.append(copy)) {
            env.dropped("log_behind", 1);
        }
        pass(payload, flags);
    }
}
