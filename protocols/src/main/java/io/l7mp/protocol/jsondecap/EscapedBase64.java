package io.l7mp.protocol.jsondecap;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Base64 (RFC 4648) inside a JSON string, where any character may be written as an escape: some encoders write each slash so. Both
 * alphabets are read, and the padding may be missing, since JavaScript's decoder forgives both.
 */
final class EscapedBase64 {
    private static final byte[] VALUES = new byte[128];

    static {
        Arrays.fill(VALUES, (byte) -1);
        var symbols = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < symbols.length(); i++) {
            VALUES[symbols.charAt(i)] = (byte) i;
        }
        VALUES['-'] = VALUES['+'];
        VALUES['_'] = VALUES['/'];
    }

    private EscapedBase64() {}

    /** {@return the room that the bytes of such a string need at most} */
    static int mostBytes(int from, int to) {
        return (to - from) / 4 * 3 + 3;
    }

    /** {@return whether what stands there, a string that follows the grammar, was base64 and is now in the other buffer} // hot path */
    static boolean decode(ByteBuf text, int from, int to, ByteBuf out) {
        int bits = 0;
        int symbols = 0;
        int pads = 0;
        for (int at = from; at < to; at += length(text, at)) {
            int symbol = symbol(text, at);
            int value = symbol < 128 ? VALUES[symbol] : -1;
            if (symbol == '=') {
                pads++;
            } else if (value < 0 || pads > 0) {
                return false;
            } else {
                bits = bits << 6 | value;
                if ((++symbols & 3) == 0) {
                    out.writeMedium(bits);
                }
            }
        }
        return isWhole(symbols & 3, pads) && rest(symbols & 3, bits, out);
    }

    private static boolean isWhole(int symbols, int pads) {
        return symbols != 1 && (pads == 0 || (symbols > 0 && symbols + pads == 4));
    }

    private static boolean rest(int symbols, int bits, ByteBuf out) {
        if (symbols == 2) {
            out.writeByte(bits >> 4);
        } else if (symbols == 3) {
            out.writeShort(bits >> 2);
        }
        return true;
    }

    /** {@return how many bytes the character at a place takes} */
    static int length(ByteBuf text, int at) {
        if (text.getByte(at) != '\\') {
            return 1;
        }
        return text.getByte(at + 1) == 'u' ? 6 : 2;
    }

    /** {@return the character at a place; something that is no ASCII where it is none} */
    static int symbol(ByteBuf text, int at) {
        int first = text.getUnsignedByte(at);
        if (first != '\\') {
            return first;
        }
        int second = text.getUnsignedByte(at + 1);
        if (second != 'u') {
            return second == '/' || second == '\\' || second == '"' ? second : ' ';
        }
        int code = 0;
        for (int i = at + 2; i < at + 6; i++) {
            code = code << 4 | Character.digit(text.getByte(i), 16);
        }
        return code;
    }
}
