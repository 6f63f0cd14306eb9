package io.l7mp.protocol.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A private key in PEM text (RFC 7468). Besides PKCS #8 it reads what older tools write, which lacks the name of the algorithm: that
 * stands in the certificate too.
 */
final class PemKey {
    private static final Pattern KEY = Pattern
            .compile("-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----([^-]*+)-----END \\1-----");
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final byte[] VERSION_0 = {2, 1, 0};

    private PemKey() {}

    /**
     * Reads a key.
     *
     * @param pem the text of a file
     * @param of the certificate's own key
     * @return the key that belongs to it
     * @throws GeneralSecurityException if there is none, or another one
     */
    static PrivateKey read(byte[] pem, PublicKey of) throws GeneralSecurityException {
        var found = KEY.matcher(new String(pem, StandardCharsets.ISO_8859_1));
        if (!found.find()) {
            throw new InvalidKeyException("no private key");
        }
        byte[] der;
        try {
            der = Base64.getMimeDecoder().decode(found.group(2));
        } catch (IllegalArgumentException broken) {
            throw new InvalidKeyException(broken);
        }
        var isWhole = found.group(1).equals("PRIVATE KEY");
        var key = KeyFactory.getInstance(of.getAlgorithm())
                .generatePrivate(new PKCS8EncodedKeySpec(isWhole ? der : named(der, of)));
        if (!belong(key, of)) {
            throw new InvalidKeyException("the key of another certificate");
        }
        return key;
    }

    private static boolean belong(PrivateKey key, PublicKey other) throws GeneralSecurityException {
        var signature = Signature.getInstance(switch (other.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> other.getAlgorithm();
        });
        signature.initSign(key);
        signature.update(VERSION_0);
        var signed = signature.sign();
        signature.initVerify(other);
        signature.update(VERSION_0);
        return signature.verify(signed);
    }

    /** {@return the key with its algorithm's name before it, as RFC 5208 has it} */
    private static byte[] named(byte[] bare, PublicKey of) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(VERSION_0);
        body.writeBytes(algorithm(of.getEncoded()));
        body.writeBytes(element(OCTETS, bare));
        return element(SEQUENCE, body.toByteArray());
    }

    /** {@return the first element inside a public key, its algorithm with what belongs to that} */
    private static byte[] algorithm(byte[] key) {
        int start = content(key, 0);
        int end = content(key, start) + length(key, start);
        return Arrays.copyOfRange(key, start, end);
    }

    private static int content(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
    }

    private static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        int length = first < 0x80 ? first : 0;
        for (int i = at + 2; i < content(der, at); i++) {
            length = length << 8 | (der[i] & 0xff);
        }
        return length;
    }

    private static byte[] element(int tag, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        int size = content.length;
        if (size < 0x80) {
            out.write(size);
        } else if (size < 0x100) {
            out.write(0x81);
            out.write(size);
        } else {
            out.write(0x82); // no key has 64 KiB
            out.write(size >> 8);
            out.write(size);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
