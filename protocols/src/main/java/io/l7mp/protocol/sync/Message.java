package io.l7mp.protocol.sync;

import io.netty.buffer.ByteBuf;

/** A payload on its way from a member to its group, or from there to another member; whoever has it owns the payload. */
record Message(Member from, ByteBuf payload, int flags) {
    int size() {
        return payload.readableBytes();
    }
}
