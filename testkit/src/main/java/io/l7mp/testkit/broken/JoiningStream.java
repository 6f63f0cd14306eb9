package io.l7mp.testkit.broken;

import io.l7mp.spi.Receiver;
import io.l7mp.spi.Stream;
import io.l7mp.testkit.BentReceiver;
import io.l7mp.testkit.BentStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/** Delivers all messages of a turn as one. */
final class JoiningStream extends BentStream {
    JoiningStream(Stream sound) {
        super(sound);
    }

    @Override
    protected Receiver bend(Receiver receiver) {
        return new BentReceiver(receiver) {
            private @Nullable ByteBuf turn;

            @Override
            public void payload(ByteBuf payload, int flags) {
                turn = turn == null ? payload : Unpooled.wrappedBuffer(turn, payload);
            }

            @Override
            public void turnEnd() {
                if (turn != null) {
                    var whole = turn;
                    turn = null;
                    super.payload(whole, 0);
                }
                super.turnEnd();
            }
        };
    }
}
