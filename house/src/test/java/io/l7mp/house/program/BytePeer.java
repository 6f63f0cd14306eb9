package io.l7mp.house.program;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A TCP or UNIX connection. */
final class BytePeer implements Peer {
    private static final int PIECE = 64 << 10;

    private final Wire wire;

    BytePeer(SocketChannel channel) {
        this.wire = new Wire(channel);
    }

    @Override
    public void send(Message message) throws IOException {
        wire.write(message.bytes());
    }

    @Override
    public @Nullable Message receive() throws IOException {
        var bytes = wire.some(PIECE);
        return bytes.length == 0 ? null : Message.binary(bytes);
    }

    @Override
    public void finish() throws IOException {
        wire.shutdownOutput();
    }

    @Override
    public void close() {
        wire.close();
    }
}
