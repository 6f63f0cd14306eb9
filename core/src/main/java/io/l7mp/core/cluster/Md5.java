package io.l7mp.core.cluster;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Texts to numbers that are the same on every machine. Any thread. */
final class Md5 {
    private Md5() {}

    /** {@return the 16 bytes of a text's hash, in which the lowest byte of a number comes first} */
    static ByteBuffer of(String text) {
        var digest = digest().digest(text.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(digest).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A digest is cheap to make, and it is not for two threads. */
    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has MD5", impossible);
        }
    }
}
