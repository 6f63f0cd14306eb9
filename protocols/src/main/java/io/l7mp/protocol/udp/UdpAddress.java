package io.l7mp.protocol.udp;

import io.l7mp.protocol.wire.IpPort;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Completion;
import io.l7mp.spi.ConfigException;
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
            } catch (ConfigException wrong) {
                done.failed(Cause.of(Kind.REFUSED, String.valueOf(wrong.getMessage())));
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

    /**
     * Reads a literal.
     *
     * @param host IPv4 or IPv6, brackets and a zone of this host allowed
     * @return the address
     * @throws ConfigException if it is none, as when its zone is not there
     */
    static InetAddress literal(String host) {
        var bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        try {
            if (isLiteral(bare)) {
                return IpPort.plain(InetAddress.ofLiteral(bare));
            }
        } catch (IllegalArgumentException _) {
            // Looks like one, but its zone is of another host.
        }
        throw new ConfigException("address", host, "an IPv4 or IPv6 address");
    }
}
