package io.l7mp.protocol.udp;

import io.l7mp.protocol.wire.IpPort;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Env;
import io.l7mp.spi.Kind;
import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Addresses as settings have them: literals, or names that are looked up. Of a name with both families IPv4 comes first. */
final class UdpAddress {
    private UdpAddress() {}

    /**
     * Looks up the addresses of a listener, literals at once.
     *
     * @param hosts literals or names
     * @param env runs look-ups where they may block
     * @param done hears of one address for each, on any thread
     */
    static void resolve(List<String> hosts, Env env, Completion<List<InetAddress>> done) {
        if (hosts.stream().allMatch(UdpAddress::isLiteral)) {
            done.done(hosts.stream().map(UdpAddress::literal).toList());
            return;
        }
        env.blocking().execute(() -> {
            List<InetAddress> found;
            try {
                var all = new InetAddress[hosts.size()];
                for (int i = 0; i < all.length; i++) {
                    all[i] = isLiteral(hosts.get(i))
                            ? literal(hosts.get(i))
                            : ipv4First(Arrays.asList(InetAddress.getAllByName(hosts.get(i)))).getFirst();
                }
                found = List.of(all);
            } catch (UnknownHostException unknown) {
                done.failed(Cause.of(Kind.REFUSED, "getaddrinfo ENOTFOUND " + unknown.getMessage()));
                return;
            }
            done.done(found);
        });
    }

    /** {@return the addresses in their order, but IPv4 first: a peer that listens on IPv4 only would never be noticed} */
    static List<InetAddress> ipv4First(List<InetAddress> addresses) {
        return addresses.stream().map(IpPort::plain)
                .sorted(Comparator.comparing(address -> !(address instanceof Inet4Address)))
                .toList();
    }

    static boolean isLiteral(String host) {
        return NetUtil.createByteArrayFromIpAddressString(host) != null;
    }

    /** {@return the address that a literal is, brackets allowed} */
    static InetAddress literal(String host) {
        return IpPort.plain(NetUtil.createInetAddressFromIpAddressString(host));
    }
}
