package io.l7mp.protocol.jsonencap;

import io.l7mp.protocol.wire.Turnaround;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Traits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;

/** Puts the text before each payload, the payload in base64 (RFC 4648, section 4), and the end after it. */
final class JsonEncapStream extends Turnaround {
    private static final byte[] SYMBOLS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
            .getBytes(StandardCharsets.US_ASCII);
    private static final int END = '"' << 8 | '}';
    private static final int PAD = '=';

    private final ByteBufAllocator buffers;
    private final byte[] head;

    JsonEncapStream(Loop loop, Traits traits, ByteBufAllocator buffers, byte[] head) {
        super(loop, traits);
        this.buffers = buffers;
        this.head = head;
    }

    // hot path
    @Override
    public void write(ByteBuf payload, int flags) {
        ByteBuf text;
        try {
            int groups = (payload.readableBytes() + 2) / 3;
            text = buffers.buffer(head.length + 4 * groups + 2).writeBytes(head);
            encode(payload, text);
        } finally {
            payload.release();
        }
        pass(text.writeShort(END), Stream.TEXT);
    }

    private static void encode(ByteBuf from, ByteBuf to) {
        while (from.readableBytes() >= 3) {
            int bits = from.readUnsignedMedium();
            to.writeInt(
                    symbol(bits, 18) << 24 | symbol(bits, 12) << 16 | symbol(bits, 6) << 8 | symbol(bits, 0));
        }
        if (from.readableBytes() == 2) {
            int bits = from.readUnsignedShort() << 8;
            to.writeInt(symbol(bits, 18) << 24 | symbol(bits, 12) << 16 | symbol(bits, 6) << 8 | PAD);
        } else if (from.isReadable()) {
            int bits = from.readUnsignedByte() << 16;
            to.writeInt(symbol(bits, 18) << 24 | symbol(bits, 12) << 16 | PAD << 8 | PAD);
        }
    }

    private static int symbol(int bits, int shift) {
        return SYMBOLS[bits >> shift & 63];
    }
}
