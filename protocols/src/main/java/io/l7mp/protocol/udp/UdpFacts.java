package io.l7mp.protocol.udp;

import io.l7mp.protocol.wire.IpPort;
import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Path;
import java.util.Optional;

/**
 * What rules may ask of a session that came over UDP.
 *
 * @param peer who sent
 * @param local the address that the listener is bound to, which may be that of no interface
 */
record UdpFacts(IpPort peer, IpPort local) implements Metadata.Facts {
    @Override
    public Json.Obj json() {
        return Json.obj("IP", Json.obj("src_addr", peer.address(), "dst_addr", local.address()),
                "UDP", Json.obj("src_port", peer.port(), "dst_port", local.port()));
    }

    @Override
    public Optional<Json> get(Path path) {
        if (path.segments().size() != 2) {
            return path.get(json());
        }
        var where = path.segments().getFirst();
        var what = path.segments().getLast();
        return switch (where + "/" + what) {
            case "IP/src_addr" -> Optional.of(Json.of(peer.address()));
            case "IP/dst_addr" -> Optional.of(Json.of(local.address()));
            case "UDP/src_port" -> Optional.of(Json.of(peer.port()));
            case "UDP/dst_port" -> Optional.of(Json.of(local.port()));
            default -> Optional.empty();
        };
    }

    /** {@return the session's name} */
    String name(long id) {
        return "UDP:" + peer + "-" + local + "-" + id;
    }
}
