package io.l7mp.house.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

/** What a client or an upstream speaks. */
enum Kind {
    UDP("UDP", true), TCP("TCP", false), WEBSOCKET("WebSocket", true), UNIX("UnixDomainSocket",
            false), JSONSOCKET("JSONSocket",
                    true), HTTP("HTTP", false), ECHO("Echo", true), DISCARD("Discard", true);

    private final String protocol;
    private final boolean messages;

    Kind(String protocol, boolean messages) {
        this.protocol = protocol;
        this.messages = messages;
    }

    /** {@return whether borders between payloads mean something} */
    boolean keepsMessages() {
        return messages;
    }

    /** {@return whether it sends datagrams, one a message; JSONSocket rides on them here} */
    boolean isDatagrams() {
        return this == UDP || this == JSONSOCKET;
    }

    boolean isIp() {
        return isDatagrams() || this == TCP || this == WEBSOCKET || this == HTTP;
    }

    /** {@return the settings of a listener there} */
    String listenerSpec(SocketAddress at) {
        if (this == JSONSOCKET) {
            return "{protocol: JSONSocket, transport: %s}".formatted(UDP.listenerSpec(at));
        }
        return switch (at) {
            case InetSocketAddress ip -> "{protocol: %s, address: '%s', port: %d}".formatted(protocol,
                    ip.getAddress().getHostAddress(), ip.getPort());
            default -> "{protocol: %s, filename: '%s'}".formatted(protocol, at);
        };
    }

    /** {@return what a cluster with this upstream consists of} */
    String cluster(SocketAddress at) {
        return switch (at) {
            case InetSocketAddress ip ->
                "spec: %s, endpoints: [{spec: {address: '%s'}}]"
                        .formatted(clusterSpec(ip.getPort()), ip.getAddress().getHostAddress());
            default -> "spec: {protocol: %s}, endpoints: [{spec: {address: '%s'}}]".formatted(protocol, at);
        };
    }

    private String clusterSpec(int port) {
        return this == JSONSOCKET
                ? "{protocol: JSONSocket, transport: %s}".formatted(UDP.clusterSpec(port))
                : "{protocol: %s, port: %d}".formatted(protocol, port);
    }

    /** {@return the same for what is inside the program} */
    String cluster() {
        return "spec: {protocol: %s}".formatted(protocol);
    }

    Peer connect(SocketAddress to) throws IOException {
        return switch (this) {
            case UDP -> DatagramPeer.to((InetSocketAddress) to);
            case JSONSOCKET -> JsonSocketPeer.client(DatagramPeer.to((InetSocketAddress) to));
            case TCP, UNIX -> new BytePeer(channel(to));
            case WEBSOCKET -> WebSocketPeer.client(channel(to));
            case HTTP -> HttpPeer.post(channel(to));
            case ECHO, DISCARD -> throw new IllegalStateException(this + " has no clients");
        };
    }

    private static SocketChannel channel(SocketAddress to) throws IOException {
        if (to instanceof UnixDomainSocketAddress) {
            var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(to);
            return channel;
        }
        return SocketChannel.open(to).setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    /** Waits for peers at an address, with port 0 at one that is free. */
    Door listen(SocketAddress at) {
        try {
            return switch (this) {
                case UDP -> DatagramDoor.open((InetSocketAddress) at, peer -> peer);
                case JSONSOCKET -> DatagramDoor.open((InetSocketAddress) at, JsonSocketPeer::server);
                case TCP, UNIX -> StreamDoor.open(at, BytePeer::new);
                case WEBSOCKET -> StreamDoor.open(at, WebSocketPeer::server);
                case HTTP, ECHO, DISCARD -> throw new IllegalStateException(this + " is no upstream outside");
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
