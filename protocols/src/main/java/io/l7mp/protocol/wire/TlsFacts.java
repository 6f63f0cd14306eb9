package io.l7mp.protocol.wire;

import io.l7mp.spi.Json;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** What rules may know of a connection's TLS. Kept with the connection, since sessions on it come and go. */
final class TlsFacts {
    private static final AttributeKey<Json.Obj> KEY = AttributeKey.valueOf(TlsFacts.class, "facts");

    /** The kinds of names in a certificate that are text (RFC 5280, section 4.2.1.6), by number. */
    private static final List<String> NAMES = List.of("", "email", "DNS", "", "", "", "URI", "IP");

    private TlsFacts() {}

    /** {@return what was kept of a connection; empty where it has no TLS} */
    static Json.Obj of(Channel channel) {
        var facts = channel.attr(KEY).get();
        return facts == null ? Json.EMPTY : facts;
    }

    /**
     * Keeps what is worth knowing.
     *
     * @param isPeerVerified whether a certificate of the peer, if there is one, was checked
     */
    static void keep(Channel channel, SSLSession session, boolean isPeerVerified) {
        var facts = Json.obj("version", session.getProtocol(), "cipher", session.getCipherSuite());
        if (session instanceof ExtendedSSLSession extended) {
            for (var name : extended.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    facts = facts.with("sni", Json.of(host.getAsciiName()));
                }
            }
        }
        channel.attr(KEY).set(isPeerVerified ? withPeer(facts, session) : facts);
    }

    private static Json.Obj withPeer(Json.Obj facts, SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? facts.with("peer", peer(certificate))
                    : facts;
        } catch (SSLPeerUnverifiedException none) {
            return facts;
        }
    }

    private static Json.Obj peer(X509Certificate certificate) {
        return Json.obj("subject", certificate.getSubjectX500Principal().getName(),
                "issuer", certificate.getIssuerX500Principal().getName(),
                "serial", certificate.getSerialNumber().toString(16),
                "sans", new Json.Arr(names(certificate)));
    }

    private static List<Json> names(X509Certificate certificate) {
        var names = new ArrayList<Json>();
        try {
            var all = certificate.getSubjectAlternativeNames();
            for (var name : all == null ? List.<List<?>>of() : all) {
                var kind = (Integer) name.get(0);
                if (name.get(1) instanceof String text && kind < NAMES.size()
                        && !NAMES.get(kind).isEmpty()) {
                    names.add(Json.of(NAMES.get(kind) + ":" + text));
                }
            }
        } catch (CertificateParsingException broken) {
            // It was good enough to be verified; nobody can go by names that cannot be read.
        }
        return names;
    }
}
