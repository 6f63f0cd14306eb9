package io.l7mp.protocol.wire;

import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Default;
import java.util.List;

/**
 * How a listener encrypts, and whether its peers have to say who they are. Where nothing is said of it, it does not.
 *
 * @param certificate PEM file of our certificate and those between it and its authority; {@code none} for no TLS
 * @param key PEM file of its private key, not encrypted
 * @param clientCa PEM file of the authorities whose clients we believe; empty for none
 * @param clientAuth {@code require}, {@code request} or {@code none}; empty for {@code require} where there is a {@code client_ca}
 */
public record TlsSpec(String certificate, @Default("") String key, @Default("") String clientCa,
        @Default("") String clientAuth) {
    private static final String REQUIRE = "require";
    private static final String REQUEST = "request";
    private static final String ABSENT = "none";

    /** Nothing is encrypted. */
    public static final TlsSpec NONE = new TlsSpec(ABSENT, "", "", "");

    /** What a setting that holds one is where it is not given. */
    public static final String DEFAULT = "{\"certificate\": \"none\"}";

    /** Checks the settings, but no file. */
    public TlsSpec {
        var isAlone = key.isEmpty() && clientCa.isEmpty() && clientAuth.isEmpty();
        if (certificate.isEmpty() || (certificate.equals(ABSENT) && !isAlone)) {
            throw new ConfigException("certificate", certificate, "a PEM file with our certificate");
        }
        if (key.isEmpty() && !certificate.equals(ABSENT)) {
            throw new ConfigException("key", key, "a PEM file with the certificate's private key");
        }
        if (!clientAuth.isEmpty() && !List.of(REQUIRE, REQUEST, ABSENT).contains(clientAuth)) {
            throw new ConfigException("client_auth", clientAuth, "require, request or none");
        }
        if (clientCa.isEmpty() && (clientAuth.equals(REQUIRE) || clientAuth.equals(REQUEST))) {
            throw new ConfigException("client_ca", clientCa,
                    "a PEM file with the authorities of the clients that client_auth asks for");
        }
    }

    /** {@return whether connections are encrypted} */
    public boolean isOn() {
        return !certificate.equals(ABSENT);
    }

    /** {@return whether peers are asked for a certificate, which has to be good where there is one} */
    boolean asksPeers() {
        return !clientCa.isEmpty() && !clientAuth.equals(ABSENT);
    }

    /** {@return whether peers without a certificate are turned away} */
    boolean requiresPeers() {
        return asksPeers() && !clientAuth.equals(REQUEST);
    }
}
