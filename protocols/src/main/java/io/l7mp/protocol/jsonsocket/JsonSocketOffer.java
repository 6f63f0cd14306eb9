package io.l7mp.protocol.jsonsocket;

import io.l7mp.spi.Cause;
import io.l7mp.spi.Json;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Offer;
import io.l7mp.spi.Receiver;
import io.l7mp.spi.Stream;
import io.l7mp.spi.Timer;
import io.netty.buffer.ByteBuf;

/**
 * A peer of the transport: first its header is read, then it is offered, then it hears how that went. What it says while it is
 * offered waits in the transport. On the transport's loop.
 */
final class JsonSocketOffer implements Receiver, Offer {
    /** Where the handshake is. */
    private enum State {
        READING, OFFERED, SETTLED
    }

    private final JsonSocketSite site;
    private final Metadata peer;
    private final HeaderIntake intake;
    private final Timer limit;
    private final long ticket;
    private Stream transport;
    private State state = State.READING;
    private boolean peerEnded;
    private String name = "";
    private Metadata metadata = Metadata.EMPTY;
    private Runnable peerLeft = () -> {};

    /** As the header came, so that a peer that speaks text hears text. */
    private int flags;

    private JsonSocketOffer(JsonSocketSite site, Metadata peer, Stream transport) {
        this.site = site;
        this.peer = peer;
        this.transport = transport;
        this.intake = new HeaderIntake(transport.traits());
        this.limit = transport.loop().after(site.headerTimeout(), this::late);
        this.ticket = site.waiting().enter(this::overtaken);
    }

    /** Begins to read the header of a peer. */
    static void start(JsonSocketSite site, Offer peer) {
        var offer = new JsonSocketOffer(site, peer.metadata(), peer.open(Metadata.EMPTY));
        offer.transport.attach(offer);
        offer.transport.resume();
    }

    // ---- reading ----

    @Override
    public void payload(ByteBuf payload, int payloadFlags) {
        if (state == State.READING) {
            read(payload, payloadFlags);
        } else if (state == State.OFFERED) {
            transport.pause();
            transport.unread(payload, payloadFlags);
        } else {
            payload.release();
        }
    }

    private void read(ByteBuf payload, int payloadFlags) {
        flags = payloadFlags;
        var progress = intake.take(payload);
        if (progress != HeaderIntake.Progress.MORE) {
            heard();
            transport.pause();
        }
        if (progress == HeaderIntake.Progress.WHOLE && payload.isReadable()) {
            transport.unread(payload, payloadFlags);
        } else {
            payload.release();
        }
        switch (progress) {
            case MORE -> {
                // Until it is whole, too large or late.
            }
            case WHOLE -> judge();
            case TOO_LARGE -> turnAway("large_header", Reply.bad(400, intake.excess()));
        }
    }

    /** The peer waits for us now. */
    private void heard() {
        limit.cancel();
        site.waiting().leave(ticket);
    }

    private void judge() {
        switch (Request.of(intake.text(), site.env().json())) {
            case Request.Good(var header) -> bring(header);
            case Request.Bad(var reply) -> turnAway("bad_header", reply);
        }
    }

    private void bring(Json.Obj header) {
        state = State.OFFERED;
        name = site.nextName();
        metadata = Metadata.of(new JsonSocketFacts(peer, header));
        site.acceptor().offer(this);
        if (state == State.OFFERED && !transport.traits().halfClose()) {
            transport.resume(); // until the next payload, to see the peer leave
        }
    }

    /** Whoever wrote it may have written somebody else's address on it: of such only so many are answered. */
    private void turnAway(String reason, Reply reply) {
        site.env().refused(reason);
        state = State.SETTLED;
        if (mayTell()) {
            part(reply);
        } else {
            transport.close(Cause.DONE);
        }
    }

    private void part(Reply lastWord) {
        say(lastWord);
        Parting.from(transport, peerEnded, site.env().linger());
    }

    private boolean mayTell() {
        return transport.traits().reliable() || site.refusals().admits(loop().nanos());
    }

    private void late() {
        giveUp("header_timeout", new Reply(408, "Request Timeout: No header in "
                + site.headerTimeout().toMillis() + " milliseconds"));
    }

    /** A newer peer needs its place. On any thread. */
    private void overtaken() {
        loop().execute(() -> {
            if (state == State.READING) {
                giveUp("max_waiting",
                        new Reply(503, "Service Unavailable: Too many peers that sent no header yet"));
            }
        });
    }

    /** Who sent nothing over an unreliable transport may not be there at all, so nothing is said; and there is nothing to read on. */
    private void giveUp(String reason, Reply reply) {
        heard();
        site.env().refused(reason);
        if (transport.traits().reliable()) {
            say(reply);
        }
        leave();
    }

    private void leave() {
        state = State.SETTLED;
        transport.close(Cause.DONE);
    }

    private byte[] say(Reply reply) {
        var bytes = reply.bytes(site.env().json());
        transport.write(site.env().buffers().buffer(bytes.length).writeBytes(bytes), flags);
        transport.flush();
        return bytes;
    }

    /** Nothing more comes: what is there is the header. */
    @Override
    public void finished(Metadata trailers) {
        peerEnded = true;
        if (state == State.READING) {
            heard();
            if (intake.isEmpty()) {
                leave();
            } else {
                judge();
            }
        }
    }

    @Override
    public void closed(Cause cause) {
        var was = state;
        state = State.SETTLED;
        if (was == State.READING) {
            heard();
        } else if (was == State.OFFERED) {
            peerLeft.run();
        }
    }

    @Override
    public void became(Stream successor) {
        transport = successor;
        successor.attach(this);
        successor.resume();
    }

    @Override
    public void answer(Metadata head) {
        // A peer has nothing to answer.
    }

    @Override
    public void turnEnd() {
        // What is said is flushed at once.
    }

    @Override
    public void writable() {
        // A reply is small.
    }

    // ---- offered ----

    @Override
    public Loop loop() {
        return transport.loop();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Metadata metadata() {
        return metadata;
    }

    @Override
    public Stream open(Metadata upstream) {
        settle();
        transport.pause();
        var answer = say(Reply.OK);
        return HandshakeLayer.before(transport, intake.bytes(), answer, site.env());
    }

    /** Too many are turned away in the same silence as those without a header; all others are worth an answer. */
    @Override
    public void refuse(Cause cause) {
        settle();
        if (cause.kind() != Kind.LIMIT || mayTell()) {
            part(Reply.failed(cause));
        } else {
            transport.close(Cause.DONE);
        }
    }

    private void settle() {
        if (state != State.OFFERED) {
            throw new IllegalStateException(name + " was answered already");
        }
        state = State.SETTLED;
    }

    @Override
    public void onGone(Runnable task) {
        peerLeft = task;
    }
}
