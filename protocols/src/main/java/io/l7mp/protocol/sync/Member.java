package io.l7mp.protocol.sync;

import io.l7mp.protocol.wire.Drops;
import io.l7mp.protocol.wire.InboxStream;
import io.l7mp.spi.Cause;
import io.l7mp.spi.Drop;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Mailbox;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Traits;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A session's place in a group. Always writable: who sends too fast for the group's loop loses the newest messages, who reads too
 * slowly the oldest, and neither is noticed by the others. On the session's loop, but what the group calls on its own.
 */
final class Member extends InboxStream {
    /** Of what waits while the session does not read. The group's backlog is bounded in the same way, so that it fits in here. */
    static final int MOST_MESSAGES = 256;
    static final int MOST_BYTES = 1 << 20;

    /** All that a group can have at once, so that nothing is lost on the way to a member who reads. */
    private static final int MOST_UNDER_WAY = Group.MOST_UNDER_WAY;
    private static final int MOST_BYTES_UNDER_WAY = 4 << 20;

    private final Group group;
    private final Consumer<Member> leave;
    private final Drops drops = new Drops();
    private final Mailbox<Message> mailbox;
    private final Allowance toGroup = new Allowance(MOST_MESSAGES, MOST_BYTES);
    private final Allowance toMember = new Allowance(MOST_UNDER_WAY, MOST_BYTES_UNDER_WAY);

    /** What the group could not send here; the group counts, the session's loop reads. */
    private final AtomicLong refused = new AtomicLong();
    private boolean left;

    Member(Loop loop, Traits traits, Group group, Consumer<Member> leave) {
        super(loop, traits);
        this.group = group;
        this.leave = leave;
        mailbox = loop.mailbox(MOST_UNDER_WAY, this::hear);
    }

    @Override
    public boolean writable() {
        return true;
    }

    // hot path
    @Override
    public void write(ByteBuf payload, int flags) {
        int size = payload.readableBytes();
        if (left) {
            drop(Drop.LOST, payload);
        } else if (!toGroup.take(size)) {
            drop(Drop.WRITE_FULL, payload);
        } else if (!group.offer(new Message(this, payload, flags))) {
            toGroup.give(size);
            drop(Drop.WRITE_FULL, payload);
        }
    }

    private void drop(Drop why, ByteBuf payload) {
        drops.add(why, amount(payload.readableBytes()));
        payload.release();
    }

    /** A message of this member has come to the group. On the group's loop. */
    void arrived(int size) {
        toGroup.give(size);
    }

    /** {@return whether a message may be sent here; if not, it is counted. On the group's loop} */
    boolean admits(int size) {
        boolean free = toMember.take(size);
        if (!free) {
            refused.addAndGet(amount(size));
        }
        return free;
    }

    /** Sends a message here, or drops it. On the group's loop. */
    void send(Message message) {
        if (admits(message.size())) {
            sendAdmitted(message);
        } else {
            message.payload().release();
        }
    }

    /** Sends a message here that was admitted; who has left gets none. On the group's loop. */
    void sendAdmitted(Message message) {
        if (!mailbox.offer(message)) {
            message.payload().release();
        }
    }

    /** A message has come from the group; the oldest that wait make room for it. // hot path */
    private void hear(Message message) {
        int size = message.size();
        toMember.give(size);
        while (inbox.messages() >= MOST_MESSAGES
                || (inbox.messages() > 0 && inbox.bytes() + size > MOST_BYTES)) {
            drops.add(Drop.QUEUE_FULL, amount(inbox.dropOldest()));
        }
        inbox.payload(message.payload(), message.flags());
        inbox.turnEndLater();
    }

    @Override
    public void flush() {
        // Each message is on its way already.
    }

    @Override
    public void answer(Metadata head) {
        // The others do not see it.
    }

    /** Leaves: nobody needs to stay who will say nothing and was asked to end. */
    @Override
    public void finish(Metadata trailers) {
        if (!left) {
            leave();
            inbox.finished(Metadata.EMPTY);
            inbox.closed(Cause.DONE);
        }
    }

    @Override
    public void close(Cause cause) {
        if (!left) {
            leave();
        }
        drops.add(Drop.LOST, discard());
        inbox.closed(cause);
    }

    private void leave() {
        left = true;
        leave.accept(this);
        mailbox.close(message -> drop(Drop.LOST, message.payload()));
    }

    @Override
    public long dropped(Drop why) {
        return drops.of(why) + (why == Drop.QUEUE_FULL ? refused.get() : 0);
    }
}
