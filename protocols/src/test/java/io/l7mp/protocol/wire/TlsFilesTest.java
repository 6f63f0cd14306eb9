package io.l7mp.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.l7mp.spi.ConfigException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said about files that cannot be used, and which ones can. */
class TlsFilesTest {
    private final Authority authority = new Authority("CN=Authority");
    private final Authority.Issued identity = authority.issue("proxy.test");

    @TempDir
    Path folder;

    private String file(String name, String text) {
        return Authority.write(folder.resolve(name), text);
    }

    private static void isRefused(String path, TlsSpec spec) {
        assertThatThrownBy(() -> TlsFiles.read(spec)).isInstanceOfSatisfying(ConfigException.class,
                refused -> {
                    assertThat(refused.path()).isEqualTo(path);
                    assertThat(refused.getMessage()).doesNotContain("BEGIN");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void readsKeysOfEachKind(String algorithm) {
        var issued = authority.issue("proxy.test", algorithm);

        var files = TlsFiles.read(new TlsSpec(file("a.pem", issued.pem() + authority.pem()),
                file("a.key", issued.key()), file("ca.pem", authority.pem() + authority.pem()), ""));

        assertThat(files.chain()).hasSize(2);
        assertThat(files.authorities()).hasSize(2);
        assertThat(files.key()).isEqualTo(issued.keys().getPrivate());
    }

    /** A key in its older form is what stands in the last element of the newer one. */
    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void readsKeysThatDoNotNameTheirAlgorithm(String algorithm) {
        var issued = authority.issue("proxy.test", algorithm);
        var whole = issued.keys().getPrivate().getEncoded();
        var bare = Arrays.copyOfRange(whole, algorithm.equals("RSA") ? 26 : 28, whole.length);
        var pem = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                + Authority.pem(algorithm + " PRIVATE KEY", bare);

        var files = TlsFiles.read(new TlsSpec(file("a.pem", issued.pem()), file("a.key", pem), "", ""));

        assertThat(files.key()).isEqualTo(issued.keys().getPrivate());
    }

    @Test
    void saysWhichFileCannotBeUsed() {
        var certificate = file("a.pem", identity.pem());
        var key = file("a.key", identity.key());
        var nothing = file("nothing", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        isRefused("tls.certificate", new TlsSpec(folder + "/missing", key, "", ""));
        isRefused("tls.certificate", new TlsSpec(folder.toString(), key, "", ""));
        isRefused("tls.certificate", new TlsSpec(nothing, key, "", ""));
        isRefused("tls.certificate", new TlsSpec("a\0b", key, "", ""));
        isRefused("tls.key", new TlsSpec(certificate, certificate, "", ""));
        isRefused("tls.key", new TlsSpec(certificate, nothing, "", ""));
        isRefused("tls.key", new TlsSpec(certificate, file("b.key", authority.issue("b").key()), "", ""));
        isRefused("tls.key", new TlsSpec(certificate, file("c.key",
                authority.issue("c", "RSA").key()), "", ""));
        isRefused("tls.client_ca", new TlsSpec(certificate, key, file("empty", ""), ""));
    }
}
