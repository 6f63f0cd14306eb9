package io.l7mp.protocol.wire;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * One end of a connection as names and metadata show it: IPv4 plain even where the socket is of IPv6, IPv6 as RFC 5952 writes it.
 *
 * @param address such as {@code 127.0.0.1} or {@code ::1}
 * @param port from 0
 */
public record IpPort(String address, int port) {
    private static final int MAPPED_PREFIX = 12;

    /**
     * Shows a socket's address.
     *
     * @param socket resolved
     * @return the same
     */
    public static IpPort of(InetSocketAddress socket) {
        return new IpPort(NetUtil.toAddressString(plain(socket.getAddress())), socket.getPort());
    }

    /**
     * Takes IPv4 out of IPv6.
     *
     * @param address any
     * @return an IPv4 address where it is one in an IPv6 coat (RFC 4291, 2.5.5.2), else the same
     */
    public static InetAddress plain(InetAddress address) {
        var bytes = address.getAddress();
        if (address instanceof Inet4Address || !isMapped(bytes)) {
            return address;
        }
        try {
            return InetAddress.getByAddress(
                    new byte[]{bytes[12], bytes[13], bytes[14], bytes[15]});
        } catch (UnknownHostException never) {
            throw new IllegalStateException(never);
        }
    }

    private static boolean isMapped(byte[] bytes) {
        for (int i = 0; i < MAPPED_PREFIX; i++) {
            if (bytes[i] != (i < 10 ? 0 : (byte) 0xff)) {
                return false;
            }
        }
        return true;
    }

    /** {@return both as texts for people have them, IPv6 in brackets} */
    public String text() {
        return address.contains(":") ? "[" + address + "]:" + port : toString();
    }

    /** {@return address and port with a colon between, as in session names} */
    @Override
    public String toString() {
        return address + ":" + port;
    }
}
