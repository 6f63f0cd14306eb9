package io.l7mp.protocol.sync;

import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Mailbox;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Members that hear each other. It lives on the loop of the member that founded it, and stays there when that one leaves: a loop
 * outlives its sessions. All messages pass this one loop, so all members hear them in the same order.
 */
final class Group {
    /** From all its members together; of one, {@link Member#MOST_MESSAGES}. */
    static final int MOST_UNDER_WAY = 512;

    private final Loop home;
    private final ClusterEnv env;
    private final Mailbox<Message> inbound;
    private final Set<Member> members = new LinkedHashSet<>();
    private final Backlog backlog;

    /** How many have entered and not left; changed under the lock of the connector's map only. */
    private int entered;

    /** Makes one, on the loop where it will live. */
    Group(Loop home, ClusterEnv env) {
        this.home = home;
        this.env = env;
        inbound = home.mailbox(MOST_UNDER_WAY, this::spread);
        backlog = new Backlog(env);
    }

    void enter() {
        entered++;
    }

    /** {@return whether that was the last one: nobody may enter any more} */
    boolean leave() {
        return --entered == 0;
    }

    /** Lets a member hear what comes from now on, and what nobody has heard yet. Any loop. */
    void add(Member member) {
        home.execute(() -> {
            backlog.deliver(member);
            members.add(member);
        });
    }

    /** Takes a member out, after all that it has sent; with the last one the group ends. Any loop. */
    void remove(Member member, boolean last) {
        home.execute(() -> {
            members.remove(member);
            if (last) {
                inbound.close(backlog::keep);
                backlog.discard();
            }
        });
    }

    /** {@return whether the message was taken; if not, it is still the caller's. Any loop. // hot path} */
    boolean offer(Message message) {
        return inbound.offer(message);
    }

    /** Who hears it last gets the payload itself, the others a copy: an owner may write into what it owns. // hot path */
    private void spread(Message message) {
        message.from().arrived(message.size());
        Member hearer = null;
        for (var member : members) {
            if (member != message.from()) {
                if (hearer != null) {
                    copy(message, hearer);
                }
                hearer = member;
            }
        }
        if (hearer == null) {
            backlog.keep(message);
        } else {
            hearer.send(message);
        }
    }

    private void copy(Message message, Member to) {
        if (to.admits(message.size())) {
            var payload = message.payload();
            var copy = env.buffers().buffer(payload.readableBytes());
            to.sendAdmitted(new Message(message.from(),
                    copy.writeBytes(payload, payload.readerIndex(), payload.readableBytes()),
                    message.flags()));
        }
    }
}
