package io.l7mp.protocol.websocket;

import io.l7mp.spi.Stream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** Puts each message into one frame (RFC 6455, section 5.2) and writes it to the connection. On the stream's loop. */
final class FrameWriter {
    private static final int LONGEST_HEAD = 14;

    /** Up to here a message is copied behind its head; longer ones are written as they are. */
    private static final int SMALL = 1024;

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;

    private final Stream transport;
    private final ByteBufAllocator buffers;
    private final @Nullable Mask mask;

    /**
     * Makes the writer of one connection.
     *
     * @param masks whether we are the client
     */
    FrameWriter(Stream transport, ByteBufAllocator buffers, boolean masks) {
        this.transport = transport;
        this.buffers = buffers;
        this.mask = masks ? new Mask() : null;
    }

    /** Writes one frame; its payload is owned from here. */
    void write(int opcode, ByteBuf payload) { // hot path
        int length = payload.readableBytes();
        boolean copies = mask != null || length <= SMALL;
        var frame = buffers.buffer(copies ? LONGEST_HEAD + length : LONGEST_HEAD);
        frame.writeByte(FINAL | opcode);
        int masked = mask == null ? 0 : MASKED;
        if (length < 126) {
            frame.writeByte(masked | length);
        } else if (length <= 0xffff) {
            frame.writeByte(masked | 126).writeShort(length);
        } else {
            frame.writeByte(masked | 127).writeLong(length);
        }
        if (mask != null) {
            int key = mask.key();
            frame.writeInt(key);
            Mask.apply(payload, frame, length, key);
        } else if (copies) {
            frame.writeBytes(payload);
        }
        transport.write(frame, 0);
        if (copies) {
            payload.release();
        } else {
            transport.write(payload, 0);
        }
    }
}
