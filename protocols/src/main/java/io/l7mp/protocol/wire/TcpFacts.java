package io.l7mp.protocol.wire;

import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;

/**
 * What rules may ask of a session that came over TCP.
 *
 * @param peer who came
 * @param local the address that was reached
 * @param tls what is known of its encryption; empty where there is none
 */
public record TcpFacts(IpPort peer, IpPort local, Json.Obj tls) implements Metadata.Facts {
    /**
     * Reads them from a connection.
     *
     * @param channel connected
     * @return both ends
     */
    public static TcpFacts of(Channel channel) {
        return new TcpFacts(IpPort.of((InetSocketAddress) channel.remoteAddress()),
                IpPort.of((InetSocketAddress) channel.localAddress()), TlsFacts.of(channel));
    }

    @Override
    public Json.Obj json() {
        var facts = Json.obj("IP", Json.obj("src_addr", peer.address(), "dst_addr", local.address()),
                "TCP", Json.obj("src_port", peer.port(), "dst_port", local.port()));
        return tls.members().isEmpty() ? facts : facts.with("TLS", tls);
    }

    /** {@return both ends, as in session names} */
    @Override
    public String toString() {
        return peer + "-" + local;
    }
}
