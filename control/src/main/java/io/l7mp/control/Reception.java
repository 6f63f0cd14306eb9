package io.l7mp.control;

import io.l7mp.config.JsonLayout;
import io.l7mp.spi.Attempt;
import io.l7mp.spi.Cause;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Connector;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Kind;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.SessionFacts;
import java.time.Duration;

/** Lets requests in, or refuses them: what can be refused without the body is refused before it is read. */
final class Reception implements Connector {
    private static final int MOST_QUESTIONS = 64;
    private static final Duration BODY_TIME = Duration.ofSeconds(30);

    private final Api api;
    private final Gate gate;
    private final Desk desk;
    private final ClusterEnv env;

    /** Strangers whose tokens are being looked at: they take no place from those who may come in. */
    private final Desk porch = new Desk(MOST_QUESTIONS, 0);

    /**
     * Opens.
     *
     * @param api serves who is let in
     * @param gate knows who may come in
     * @param desk has room for so many, all receptions together
     * @param env of the cluster
     */
    Reception(Api api, Gate gate, Desk desk, ClusterEnv env) {
        this.api = api;
        this.gate = gate;
        this.desk = desk;
        this.env = env;
    }

    @Override
    public Attempt connect(Endpoint endpoint, SessionFacts session, Loop loop, Duration limit,
            Completion<Connected> done) {
        var head = RequestHead.of(session.metadata());
        if (head.isEmpty()) {
            done.failed(new Cause(Kind.PROTOCOL, "Internal Server Error", "", Metadata.EMPTY));
            return Attempt.OVER;
        }
        var caller = Caller.of(session.seen());
        boolean admitted = gate.admits(caller) || gate.admitsByGivenToken(caller);
        if (admitted || caller.bearer().isEmpty() || !gate.readsFile()) {
            done.done(received(head.get(), caller, admitted, loop));
            return Attempt.OVER;
        }
        var place = porch.take();
        if (place.isEmpty()) {
            done.done(connected(refusing(head.get(), "api_busy", Answer.BUSY, loop)));
            return Attempt.OVER;
        }
        var question = new TokenQuestion(gate, caller, loop, limit,
                isRight -> done.done(received(head.get(), caller, isRight, loop)), done::failed);
        question.ask(env.blocking(), place.get());
        return question;
    }

    private Connected received(RequestHead head, Caller caller, boolean admitted, Loop loop) {
        if (admitted) {
            return connected(desk.take().map(seat -> serving(head, seat, loop))
                    .orElseGet(() -> refusing(head, "api_busy", Answer.BUSY, loop)));
        }
        return connected(caller.isLocal()
                ? refusing(head, "foreign_origin", Answer.FOREIGN, loop)
                : refusing(head, "unauthorized", Answer.UNAUTHORIZED, loop));
    }

    private static Connected connected(ControllerStream stream) {
        return new Connected(stream, Metadata.EMPTY);
    }

    private ControllerStream serving(RequestHead head, Desk.Seat seat, Loop loop) {
        if (head.announced() > RequestBody.LARGEST) {
            seat.leave();
            return refusing(head, "body_too_large", Answer.TOO_LARGE, loop);
        }
        var stream = new ControllerStream((body, done) -> api.serve(head, body, done),
                new RequestBody(RequestBody.LARGEST), seat, loop, env);
        stream.limitBody(BODY_TIME);
        return stream;
    }

    /** Where no body follows, the connection can go on after the refusal; else its sender is not waited for. */
    private ControllerStream refusing(RequestHead head, String reason, Answer answer, Loop loop) {
        var stream = new ControllerStream((_, done) -> done.accept(Response.of(answer, JsonLayout.PLAIN)),
                new RequestBody(0), Desk.Seat.FREE, loop, env);
        if (head.announced() == 0) {
            env.refused(reason);
            stream.limitBody(BODY_TIME);
        } else {
            stream.refuse(reason, answer);
        }
        return stream;
    }

    @Override
    public void close() {
        // Nothing is shared.
    }
}
