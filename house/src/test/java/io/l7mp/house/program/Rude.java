package io.l7mp.house.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;

/** An end of a connection without manners: it says what it likes, in ISO 8859-1, and leaves as it likes. */
final class Rude implements AutoCloseable {
    private static final int PIECE = 4 << 10;

    private final SocketChannel channel;

    Rude(SocketChannel channel) {
        this.channel = channel;
    }

    static Rude to(SocketAddress there) throws IOException {
        var channel = there instanceof UnixDomainSocketAddress
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open();
        channel.connect(there);
        return new Rude(channel);
    }

    /** Says it, though the other side may have hung up meanwhile. */
    Rude say(String text) throws IOException {
        var bytes = ByteBuffer.wrap(text.getBytes(ISO_8859_1));
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (ClosedChannelException interrupted) {
            throw interrupted;
        } catch (IOException gone) {
            // What it said before that can still be heard.
        }
        return this;
    }

    Rude finish() throws IOException {
        try {
            channel.shutdownOutput();
        } catch (ClosedChannelException interrupted) {
            throw interrupted;
        } catch (IOException gone) {
            // So it has heard enough.
        }
        return this;
    }

    /** {@return so many bytes, or all up to the end or a reset} */
    String hear(int most) throws IOException {
        var heard = new ByteArrayOutputStream();
        var in = ByteBuffer.allocate(Math.min(most, PIECE));
        while (heard.size() < most) {
            in.clear().limit(Math.min(in.capacity(), most - heard.size()));
            if (!read(in)) {
                break;
            }
            heard.write(in.array(), 0, in.position());
        }
        return heard.toString(ISO_8859_1);
    }

    private boolean read(ByteBuffer in) throws IOException {
        try {
            return channel.read(in) > 0;
        } catch (ClosedChannelException interrupted) {
            throw interrupted;
        } catch (IOException reset) {
            return false;
        }
    }

    /** {@return all up to the end or a reset} */
    String hear() throws IOException {
        return hear(Integer.MAX_VALUE);
    }

    /** Reads no further than the end of an HTTP head. */
    Rude hearHead() throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            var next = hear(1);
            if (next.isEmpty()) {
                throw new IOException("ended after " + head);
            }
            head.append(next);
        }
        return this;
    }

    /** Leaves so that the other side gets an error; a UNIX peer does if something of it was not read. */
    void reset() throws IOException {
        if (channel.getLocalAddress() instanceof InetSocketAddress) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        channel.close();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
