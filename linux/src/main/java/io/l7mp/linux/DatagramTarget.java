package io.l7mp.linux;

import java.net.InetSocketAddress;

/** A listener as its datagram port sees it. On any loop, each peer on its own. */
public interface DatagramTarget {
    /**
     * Says whether a new peer may come in; must be quick.
     *
     * @param peer who sent
     * @return whether it may
     */
    boolean admits(InetSocketAddress peer);

    /**
     * A new peer came. Its datagrams follow when this returns, unless the flow is closed by then.
     *
     * @param flow on the caller's loop; owned by the listener from here, which sets who hears of it before this returns
     */
    void arrived(DatagramFlow flow);

    /**
     * A new peer was turned away.
     *
     * @param reason one word: {@code unknown_peer}, or {@code not_accepting} when only old sessions keep the port
     */
    void refused(String reason);

    /**
     * Datagrams were thrown away before they belonged to any flow.
     *
     * @param reason one word
     * @param messages how many
     */
    void dropped(String reason, int messages);
}
