package io.l7mp.control;

import static java.util.Objects.requireNonNull;

import io.l7mp.config.JsonLayout;
import io.l7mp.core.change.Office;
import io.l7mp.core.metric.Exposition;
import io.l7mp.spi.Attempt;
import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Completion;
import io.l7mp.spi.Connected;
import io.l7mp.spi.Connector;
import io.l7mp.spi.Endpoint;
import io.l7mp.spi.Loop;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.OutboundProtocol;
import io.l7mp.spi.SessionFacts;
import io.l7mp.spi.Traits;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metrics page as the destination of a session. Whatever the request says, the page is the answer, once the request is
 * complete. Made by the program, like the API, since it shows the running core.
 */
public final class PrometheusProtocol implements OutboundProtocol<PrometheusSpec> {
    private static final Logger LOG = LoggerFactory.getLogger(PrometheusProtocol.class);

    /** A scrape has no body; who sends more than this is not one. */
    private static final int MOST_BODY = 64 << 10;

    private static final int MOST_SCRAPES = 64;

    /** For the request to be complete; longer than any scraper takes. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Desk desk = new Desk(MOST_SCRAPES, MOST_SCRAPES * MOST_BODY);
    private final Office office;
    private final MetricsPage page;

    /**
     * Makes the protocol.
     *
     * @param office counts what goes wrong
     * @param page what to show
     */
    public PrometheusProtocol(Office office, MetricsPage page) {
        this.office = requireNonNull(office, "office");
        this.page = requireNonNull(page, "page");
    }

    @Override
    public String name() {
        return "Prometheus";
    }

    @Override
    public Class<PrometheusSpec> clusterSpec() {
        return PrometheusSpec.class;
    }

    @Override
    public Traits clusterTraits(PrometheusSpec spec, Traits input) {
        return Traits.BYTES;
    }

    /** A scrape under way gets its page, whatever is deleted meanwhile. */
    @Override
    public boolean answersOnce() {
        return true;
    }

    @Override
    public Optional<String> virtual() {
        return Optional.of("Trivial");
    }

    @Override
    public Connector open(PrometheusSpec spec, ClusterEnv env) {
        return new Counter(env);
    }

    /** Where pages are handed out. */
    private final class Counter implements Connector {
        private final ClusterEnv env;

        Counter(ClusterEnv env) {
            this.env = env;
        }

        @Override
        public Attempt connect(Endpoint endpoint, SessionFacts session, Loop loop, Duration limit,
                Completion<Connected> done) {
            var seat = desk.take();
            var stream = new ControllerStream((_, answer) -> show(answer), new RequestBody(MOST_BODY),
                    seat.orElse(Desk.Seat.FREE), loop, env);
            if (seat.isEmpty()) {
                stream.refuse("metrics_busy", Answer.BUSY);
            }
            stream.limitBody(LIMIT);
            done.done(new Connected(stream, Metadata.EMPTY));
            return Attempt.OVER;
        }

        private void show(Consumer<Response> answer) {
            try {
                answer.accept(Response.of(Exposition.CONTENT_TYPE, page.text()));
            } catch (RuntimeException | Error bug) {
                office.hall().facilities().totals().bug();
                LOG.atError().setCause(bug).log("no metrics page by a bug");
                answer.accept(Response.of(Answer.failure(500, ""), JsonLayout.PLAIN));
            }
        }

        @Override
        public void close() {
            // Nothing is shared.
        }
    }
}
