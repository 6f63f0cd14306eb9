package io.l7mp.linux;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A socket address as the kernel has it: {@code sockaddr_in} of ip(7) or {@code sockaddr_in6} of ipv6(7), to be written into a message
 * header without an allocation. Two are equal if they name the same peer on sockets of one family.
 *
 * @param family of the socket; on one of IPv6 an IPv4 address is a mapped one
 * @param port from 0
 * @param high first half of the IPv6 address as it lies in memory; 0 on IPv4 sockets
 * @param low second half of it; the IPv4 address in the lower four bytes on IPv4 sockets
 * @param scope of a link-local address
 */
record RawAddress(int family, int port, long high, long low, int scope) {
    static final int IPV4 = 2;
    static final int IPV6 = 10;
    /** Room for either form. */
    static final int ROOM = 32;

    private static final long SECRET = ThreadLocalRandom.current().nextLong();
    private static final int IPV4_SIZE = 16;
    private static final int IPV6_SIZE = 28;

    /** With a secret, since anybody can choose addresses that would fall together. */
    @Override
    public int hashCode() {
        long mixed = (high ^ SECRET) * 0x9E3779B97F4A7C15L + low;
        mixed = (mixed ^ (mixed >>> 32) ^ SECRET) * 0xD6E8FEB86659FD93L + port;
        return (int) (((mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L) >>> 32);
    }

    /** {@return the family of the sockets that reach such addresses} */
    static int family(InetAddress address) {
        return address instanceof Inet4Address ? IPV4 : IPV6;
    }

    /**
     * Makes the kernel's form.
     *
     * @param address resolved
     * @param family of the socket
     * @param scratch {@link #ROOM} bytes
     */
    static RawAddress of(InetSocketAddress address, int family, long scratch) {
        Memory.clear(scratch, ROOM);
        Memory.putShort(scratch, (short) family);
        Memory.putNetShort(scratch + 2, address.getPort());
        var bytes = address.getAddress().getAddress();
        if (family == IPV4 && bytes.length != 4) {
            throw new IllegalStateException(address + " on a socket of IPv4");
        }
        int at = family == IPV4 ? 4 : 8;
        if (family == IPV6 && bytes.length == 4 && !address.getAddress().isAnyLocalAddress()) {
            Memory.putShort(scratch + 18, (short) 0xFFFF); // ::ffff:a.b.c.d of RFC 4291, 2.5.5.2
            at = 20;
        }
        for (int i = 0; i < bytes.length; i++) {
            Memory.putByte(scratch + at + i, bytes[i]);
        }
        if (address.getAddress() instanceof Inet6Address six) {
            Memory.putInt(scratch + 24, six.getScopeId());
        }
        return read(scratch);
    }

    /** Reads what the kernel wrote. */
    static RawAddress read(long at) {
        return Memory.getShort(at) == IPV4
                ? new RawAddress(IPV4, port(at), 0, low(at), 0)
                : new RawAddress(IPV6, port(at), high(at), low(at), Memory.getInt(at + 24));
    }

    // hot path
    static int port(long at) {
        return Memory.getNetShort(at + 2);
    }

    // hot path
    static long high(long at) {
        return Memory.getShort(at) == IPV4 ? 0 : Memory.getLong(at + 8);
    }

    // hot path
    static long low(long at) {
        return Memory.getShort(at) == IPV4 ? Memory.getInt(at + 4) & 0xFFFF_FFFFL : Memory.getLong(at + 16);
    }

    // hot path
    /** {@return whether the kernel wrote this address there} */
    boolean isAt(long at) {
        return port == port(at) && low == low(at) && high == high(at);
    }

    // hot path
    /** Writes it for the kernel. */
    void write(long at) {
        Memory.putShort(at, (short) family);
        Memory.putNetShort(at + 2, port);
        if (family == IPV4) {
            Memory.putInt(at + 4, (int) low);
            Memory.putLong(at + 8, 0);
        } else {
            Memory.putInt(at + 4, 0);
            Memory.putLong(at + 8, high);
            Memory.putLong(at + 16, low);
            Memory.putInt(at + 24, scope);
        }
    }

    /** {@return bytes of the kernel's form} */
    int length() {
        return length(family);
    }

    static int length(int family) {
        return family == IPV4 ? IPV4_SIZE : IPV6_SIZE;
    }

    /** {@return the address as Java knows it, IPv4 plain} */
    InetSocketAddress address() {
        var bytes = new byte[family == IPV4 ? 4 : 16];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ((i < 8 && family == IPV6 ? high : low) >>> (8 * (i & 7)));
        }
        try {
            var plain = InetAddress.getByAddress(bytes);
            var whole = plain instanceof Inet6Address && scope != 0
                    ? Inet6Address.getByAddress(null, bytes, scope)
                    : plain;
            return new InetSocketAddress(whole, port);
        } catch (UnknownHostException never) {
            throw new IllegalStateException(never);
        }
    }
}
