package io.l7mp.core.change;

import io.l7mp.config.ListenerConfig;
import io.l7mp.config.Tree;
import io.l7mp.spi.Binding;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who holds which address: a new listener may take over that of one that leaves in the same change, but not of one that stays. */
final class Claims {
    private static final Pattern ZEROS = Pattern.compile("(^|:)(0(:|$)){2,}");

    private final Office office;
    private final Map<SocketAddress, String> holders = new HashMap<>();

    /** Begins with the listeners that stay. */
    Claims(Office office, Tree tree) {
        this.office = office;
        for (var listener : tree.listeners().values()) {
            var door = office.doors().get(listener.id().serial());
            if (door != null && !shares(listener)) {
                door.binding().addresses().forEach(address -> holders.put(address, listener.name()));
            }
        }
    }

    /** {@return what is wrong with a new listener's addresses, which are its own otherwise} */
    Optional<String> clash(ListenerConfig listener, Binding binding) {
        if (shares(listener)) {
            return Optional.empty();
        }
        var clash = Optional.<String>empty();
        for (var address : binding.addresses()) {
            var holder = holders.putIfAbsent(address, listener.name());
            if (holder != null) {
                clash = Optional.of("listen EADDRINUSE: address already in use " + text(address)
                        + " by listener \"" + holder + "\"");
            }
        }
        return clash;
    }

    private boolean shares(ListenerConfig listener) {
        return office.registry().sharesAddress(listener.protocol(), listener.settings());
    }

    /** {@return an address as texts for people have it} */
    static String text(SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            var host = inet.getAddress().getHostAddress();
            return (host.contains(":") ? "[" + ZEROS.matcher(host).replaceFirst("::") + "]" : host) + ":"
                    + inet.getPort();
        }
        return address.toString();
    }
}
