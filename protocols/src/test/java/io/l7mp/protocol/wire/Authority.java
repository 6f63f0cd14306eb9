package io.l7mp.protocol.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;

/** A certificate authority for tests: writes what is asked of it, also what nobody should trust. Dates are fixed, so no clock is read. */
public final class Authority {
    private static final AtomicLong SERIAL = new AtomicLong(0xabc0);
    private static final byte[] ECDSA_SHA256 = bytes(0x30, 0x0a, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2);
    private static final byte[] IS_CA = bytes(0x30, 0x0f, 6, 3, 0x55, 0x1d, 0x13, 1, 1, 0xff, 4, 5, 0x30, 3,
            1, 1, 0xff);
    private static final byte[] SAN = bytes(6, 3, 0x55, 0x1d, 0x11);

    private final String name;
    private final KeyPair keys = keys("EC");
    private final byte[] certificate;

    /** Makes one that certifies itself. */
    public Authority(String name) {
        this.name = name;
        this.certificate = sign(name, keys, "491231235959Z", IS_CA);
    }

    /**
     * A certificate and its key.
     *
     * @param certificate in DER
     */
    public record Issued(byte[] certificate, KeyPair keys) {
        /** {@return the certificate as PEM text} */
        public String pem() {
            return Authority.pem("CERTIFICATE", certificate);
        }

        /** {@return the private key as PEM text} */
        public String key() {
            return Authority.pem("PRIVATE KEY", keys.getPrivate().getEncoded());
        }
    }

    /** {@return its own certificate as PEM text} */
    public String pem() {
        return pem("CERTIFICATE", certificate);
    }

    /** {@return its own certificate in DER} */
    public byte[] certificate() {
        return certificate.clone();
    }

    /** {@return a certificate for a name in the DNS, good until 2049} */
    public Issued issue(String host) {
        return issue(host, keys("EC"), "491231235959Z");
    }

    /** {@return one that was good for a year, long ago} */
    public Issued issueExpired(String host) {
        return issue(host, keys("EC"), "210101000000Z");
    }

    /** {@return one for a key of another kind} */
    public Issued issue(String host, String algorithm) {
        return issue(host, keys(algorithm), "491231235959Z");
    }

    private Issued issue(String host, KeyPair own, String end) {
        var names = element(0x30, element(0x82, host.getBytes(StandardCharsets.US_ASCII)));
        return new Issued(sign("CN=" + host, own, end, element(0x30, SAN, element(4, names))), own);
    }

    private byte[] sign(String subject, KeyPair own, String end, byte[] extension) {
        var text = element(0x30, element(0xa0, bytes(2, 1, 2)),
                element(2, BigInteger.valueOf(SERIAL.incrementAndGet()).toByteArray()), ECDSA_SHA256,
                new X500Principal(name).getEncoded(), element(0x30, time("200101000000Z"), time(end)),
                new X500Principal(subject).getEncoded(), own.getPublic().getEncoded(),
                element(0xa3, element(0x30, extension)));
        try {
            var signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(text);
            return element(0x30, text, ECDSA_SHA256, element(3, bytes(0), signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys(String algorithm) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(256);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@return bytes as PEM text} */
    public static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END "
                + kind + "-----\n";
    }

    /** Writes a text and {@return the name of its file} */
    public static String write(Path file, String text) {
        try {
            return Files.writeString(file, text).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] time(String utc) {
        return element(0x17, utc.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] bytes(int... values) {
        var out = new ByteArrayOutputStream();
        for (int value : values) {
            out.write(value);
        }
        return out.toByteArray();
    }

    private static byte[] element(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (var part : parts) {
            content.writeBytes(part);
        }
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.size() < 0x80) {
            out.write(content.size());
        } else if (content.size() < 0x100) {
            out.writeBytes(bytes(0x81, content.size()));
        } else {
            out.writeBytes(bytes(0x82, content.size() >> 8, content.size() & 0xff));
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
