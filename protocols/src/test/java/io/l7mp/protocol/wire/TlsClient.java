package io.l7mp.protocol.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/** Connects over TLS from a test. Blocking; a read waits for at most ten seconds. */
public final class TlsClient {
    private final SSLContext context;
    private String[] versions = {"TLSv1.3", "TLSv1.2"};

    private TlsClient(Authority trusted, KeyManager... keys) {
        try {
            var trust = KeyStore.getInstance("PKCS12");
            trust.load(null, null);
            trust.setCertificateEntry("ca", certificate(trusted.certificate()));
            var trusts = TrustManagerFactory.getInstance("PKIX");
            trusts.init(trust);
            context = SSLContext.getInstance("TLS");
            context.init(keys, trusts.getTrustManagers(), null);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@return a client that believes this authority and shows no certificate} */
    public static TlsClient trusting(Authority authority) {
        return new TlsClient(authority);
    }

    /** {@return a client that shows its certificate, whatever authorities the server says it believes} */
    public static TlsClient as(Authority.Issued identity, Authority trusted) {
        return new TlsClient(trusted, new Always(identity));
    }

    /** Speaks one version only. */
    public TlsClient only(String version) {
        versions = new String[]{version};
        return this;
    }

    private static X509Certificate certificate(byte[] der) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Connects to a port of this host and shakes hands. */
    public SSLSocket connect(int port) throws IOException {
        return over(plain(port));
    }

    /** {@return a connection to a port of this host} */
    static Socket plain(int port) throws IOException {
        var plain = new Socket();
        plain.setTcpNoDelay(true);
        plain.setSoTimeout(10_000);
        plain.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        return plain;
    }

    /** Shakes hands on a connection. */
    SSLSocket over(Socket plain) throws IOException {
        var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "proxy.test", plain.getPort(),
                true);
        var parameters = socket.getSSLParameters();
        parameters.setProtocols(versions);
        parameters.setServerNames(List.of(new SNIHostName("proxy.test")));
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(new String[]{"h2", "http/1.1"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** Connects, for bytes of any kind. */
    public HttpRaw raw(int port) {
        try {
            return HttpRaw.over(connect(port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One certificate for every question. */
    private static final class Always extends X509ExtendedKeyManager {
        private static final String ALIAS = "me";
        private final Authority.Issued identity;

        Always(Authority.Issued identity) {
            this.identity = identity;
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[]{ALIAS};
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return ALIAS;
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return ALIAS;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[]{certificate(identity.certificate())};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return identity.keys().getPrivate();
        }
    }
}
