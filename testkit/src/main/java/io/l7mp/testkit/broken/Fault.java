package io.l7mp.testkit.broken;

import io.l7mp.spi.Connector;
import io.l7mp.spi.Stream;

/** What a broken protocol does wrong. */
public enum Fault {
    /** Two messages that come in one turn are joined. */
    LOSES_A_BOUNDARY {
        @Override
        Stream bend(Stream stream) {
            return new JoiningStream(stream);
        }
    },
    /** A written buffer is released by two owners. */
    RELEASES_TWICE {
        @Override
        Stream bend(Stream stream) {
            return new TwiceReleasingStream(stream);
        }
    },
    /** Pausing does nothing. */
    DELIVERS_WHEN_PAUSED {
        @Override
        Stream bend(Stream stream) {
            return new UnstoppableStream(stream);
        }
    },
    /** The end is told twice. */
    CLOSES_TWICE {
        @Override
        Stream bend(Stream stream) {
            return new TwiceClosingStream(stream);
        }
    },
    /** An orderly end goes straight to closed. */
    FORGETS_FINISH {
        @Override
        Stream bend(Stream stream) {
            return new ForgetfulStream(stream);
        }
    },
    /** What was held is delivered before resume returns. */
    DELIVERS_INSIDE_RESUME {
        @Override
        Stream bend(Stream stream) {
            return new EagerStream(stream);
        }
    },
    /** A cancelled attempt goes on, and its stream belongs to nobody. */
    LEAKS_WHEN_CANCELLED {
        @Override
        Connector bend(Connector connector) {
            return new LeakingConnector(connector);
        }
    };

    Stream bend(Stream stream) {
        return stream;
    }

    Connector bend(Connector connector) {
        return connector;
    }
}
