package io.l7mp.protocol.jsondecap;

import io.l7mp.protocol.wire.Turnaround;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Traits;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Passes on what was in a JSON text; counts and drops whatever is not one, so that nothing comes in its place. */
final class JsonDecapStream extends Turnaround {
    private final ClusterEnv env;
    private final PayloadFinder finder = new PayloadFinder();

    JsonDecapStream(Loop loop, Traits traits, ClusterEnv env) {
        super(loop, traits);
        this.env = env;
    }

    // hot path
    @Override
    public void write(ByteBuf text, int flags) {
        ByteBuf payload;
        try {
            payload = text.readableBytes() <= JsonDecapProtocol.LARGEST ? decoded(text) : null;
        } finally {
            text.release();
        }
        if (payload == null) {
            env.dropped("json_invalid", 1);
        } else {
            pass(payload, 0);
        }
    }

    private @Nullable ByteBuf decoded(ByteBuf text) {
        if (!finder.find(text)) {
            return null;
        }
        var payload = env.buffers().buffer(EscapedBase64.mostBytes(finder.from(), finder.to()));
        if (EscapedBase64.decode(text, finder.from(), finder.to(), payload)) {
            return payload;
        }
        payload.release();
        return null;
    }
}
