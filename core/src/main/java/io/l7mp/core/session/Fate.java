package io.l7mp.core.session;

import io.l7mp.core.session.Touched.Effect;
import io.l7mp.spi.Cause;
import java.util.List;
import java.util.Optional;

/** What a change means for one session: decided once, then told to a plan or carried out. On the session's loop. */
sealed interface Fate {
    /** It goes on as if nothing had happened. */
    record Spared() implements Fate {}

    /** It loses what carries it. */
    record Ends(String reason) implements Fate {}

    /** Some of its stages lose their endpoint. */
    record Hit(List<Blow> blows) implements Fate {}

    /** It has nothing to lose, but will find something else when it tries again. */
    record Later(String reason) implements Fate {}

    /** What happens to a stage that loses its endpoint. */
    enum Turn {
        /** The attempt under way is made anew. */
        CALLED_OFF,
        /** It is connected again. */
        RECONNECTED,
        /** The policy forbids it, or there is nothing left to connect to: the session ends. */
        LAST
    }

    /**
     * One stage that loses its endpoint.
     *
     * @param stage which
     * @param turn what happens to it
     * @param hopeless whether no other endpoint is there, and no attempt left to wait for one
     * @param cause why
     */
    record Blow(Stage stage, Turn turn, boolean hopeless, Cause cause) {
        boolean ends() {
            return turn == Turn.LAST || hopeless;
        }

        private void strike(Session session) {
            switch (turn) {
                case CALLED_OFF -> stage.attemptAnew();
                case RECONNECTED -> session.down(stage, cause);
                case LAST -> {
                    session.events().disconnected(stage.origin(), cause);
                    session.endOnRequest(cause.content());
                }
            }
        }
    }

    /** Carries it out. */
    default void strike(Session session) {
        switch (this) {
            case Ends(var reason) -> session.endOnRequest(reason);
            case Hit(var blows) -> blows.forEach(blow -> {
                if (session.outcome().isEmpty()) {
                    blow.strike(session);
                }
            });
            case Later _,Spared _ -> {
                // It is only foretold.
            }
        }
    }

    /** {@return what a plan says of it} */
    default Optional<Touched> told(Session session) {
        return switch (this) {
            case Spared _ -> Optional.empty();
            case Ends(var reason) -> Optional.of(new Touched(session.name(), Effect.END, reason));
            case Later(var reason) -> Optional.of(new Touched(session.name(), Effect.NEXT_ATTEMPT, reason));
            case Hit(var blows) -> {
                var last = blows.stream().filter(Blow::ends).findFirst();
                yield Optional
                        .of(new Touched(session.name(), last.isPresent() ? Effect.END : Effect.RECONNECT,
                                last.orElseGet(blows::getFirst).cause().content()));
            }
        };
    }
}
