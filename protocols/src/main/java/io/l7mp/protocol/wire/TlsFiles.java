package io.l7mp.protocol.wire;

import io.l7mp.spi.ConfigException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What stands in the files of a TLS listener. Read where one may block.
 *
 * @param chain our certificate, then those between it and its authority
 * @param key of the first of them
 * @param authorities of the peers
 */
record TlsFiles(List<X509Certificate> chain, PrivateKey key, List<X509Certificate> authorities) {
    private static final long LARGEST = 1 << 20;

    /**
     * Reads them.
     *
     * @throws ConfigException if one cannot be read or does not go with the others; what stands in it is not told
     */
    static TlsFiles read(TlsSpec spec) {
        var chain = certificates("tls.certificate", spec.certificate());
        var authorities = spec.clientCa().isEmpty()
                ? List.<X509Certificate>of()
                : certificates("tls.client_ca", spec.clientCa());
        return new TlsFiles(chain, key(spec.key(), chain.getFirst()), authorities);
    }

    /** {@return what changes with the files, for a comparison} */
    static List<Object> stamp(TlsSpec spec) {
        var stamps = new ArrayList<Object>();
        Stream.of(spec.certificate(), spec.key(), spec.clientCa()).filter(name -> !name.isEmpty())
                .forEach(name -> {
                    try {
                        var file = Files.readAttributes(Path.of(name), BasicFileAttributes.class);
                        stamps.add(List.of(file.lastModifiedTime(), file.size(),
                                String.valueOf(file.fileKey())));
                    } catch (IOException | InvalidPathException gone) {
                        stamps.add(name);
                    }
                });
        return List.copyOf(stamps);
    }

    private static List<X509Certificate> certificates(String setting, String name) {
        var bytes = bytes(setting, name);
        try {
            var found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes));
            if (!found.isEmpty()) {
                return found.stream().map(X509Certificate.class::cast).toList();
            }
        } catch (CertificateException broken) {
            // Told like an empty file.
        }
        throw new ConfigException(setting, name, "a PEM file of certificates");
    }

    private static PrivateKey key(String name, X509Certificate certificate) {
        var bytes = bytes("tls.key", name);
        try {
            return PemKey.read(bytes, certificate.getPublicKey());
        } catch (GeneralSecurityException other) {
            throw new ConfigException("tls.key", name,
                    "a PEM file with the private key of tls.certificate, not encrypted");
        }
    }

    private static byte[] bytes(String setting, String name) {
        try {
            var file = Path.of(name);
            if (Files.isRegularFile(file) && Files.size(file) <= LARGEST) {
                return Files.readAllBytes(file);
            }
        } catch (IOException | InvalidPathException unreadable) {
            // Told like a file that is not there.
        }
        throw new ConfigException(setting, name, "a file that can be read, of at most 1 MiB");
    }
}
