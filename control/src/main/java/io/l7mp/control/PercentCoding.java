package io.l7mp.control;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads what was written with percent signs (RFC 3986, section 2.1), as UTF-8. */
final class PercentCoding {
    private PercentCoding() {}

    /** {@return the text; nothing where a percent sign is not followed by two digits, or the bytes are not UTF-8} */
    static Optional<String> decode(String coded) {
        var bytes = new ByteArrayOutputStream(coded.length());
        for (int i = 0; i < coded.length(); i++) {
            char c = coded.charAt(i);
            if (c != '%') {
                append(c, bytes);
                continue;
            }
            int value = octet(coded, i + 1);
            if (value < 0) {
                return Optional.empty();
            }
            bytes.write(value);
            i += 2;
        }
        return text(bytes.toByteArray());
    }

    /** A character of a request line stands for a byte; one that does not fit was put there by a rewrite. */
    private static void append(char c, ByteArrayOutputStream bytes) {
        if (c <= 0xff) {
            bytes.write(c);
        } else {
            bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static int octet(String coded, int from) {
        if (from + 2 > coded.length()) {
            return -1;
        }
        int high = Character.digit(coded.charAt(from), 16);
        int low = Character.digit(coded.charAt(from + 1), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }
}
