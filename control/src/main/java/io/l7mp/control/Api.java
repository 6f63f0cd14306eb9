package io.l7mp.control;

import io.l7mp.config.JsonLayout;
import io.l7mp.config.Problem;
import io.l7mp.config.TextFormat;
import io.l7mp.core.metric.Totals;
import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Json;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a whole request to a whole response: finds the operation, reads the body, lets the handler work and writes out what it
 * answers. Reading and writing happen on virtual threads, as a body may be large and a dump larger.
 */
final class Api {
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);

    private final Operations operations;
    private final Totals totals;
    private final Executor blocking;

    Api(Operations operations, Totals totals, Executor blocking) {
        this.operations = operations;
        this.totals = totals;
        this.blocking = blocking;
    }

    /**
     * Serves a request. On a virtual thread.
     *
     * @param body all of it
     * @param done hears the response, once, on a virtual thread; never an exception
     */
    void serve(RequestHead head, byte[] body, Consumer<Response> done) {
        var target = Target.of(head.target());
        if (target.isEmpty()) {
            done.accept(
                    Response.of(Answer.refused("The path is not percent-encoded UTF-8"), JsonLayout.PLAIN));
            return;
        }
        var layout = JsonLayout.of(target.get().query().getOrDefault("format", ""));
        guarded(done, () -> serve(head, target.get(), body,
                answer -> blocking.execute(
                        () -> guarded(done, () -> done.accept(Response.of(answer, layout))))));
    }

    private void guarded(Consumer<Response> done, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error bug) {
            totals.bug();
            LOG.atError().setCause(bug).log("request failed by a bug");
            done.accept(Response.of(Answer.failure(500, ""), JsonLayout.PLAIN));
        }
    }

    private void serve(RequestHead head, Target target, byte[] body, Consumer<Answer> done) {
        for (var operation : operations.all()) {
            var places = operation.match(target.segments());
            if (places.isPresent() && operation.method().equals(head.method())) {
                switch (operation.takesBody() ? read(head.contentType(), body) : new Read.Value(Json.NULL)) {
                    case Read.Value(var json) -> operation.handler()
                            .handle(new Call(places.get(), target.query(), json), done);
                    case Read.Unreadable(var answer) -> done.accept(answer);
                }
                return;
            }
        }
        done.accept(Answer.UNKNOWN_OPERATION);
    }

    /** What became of a body. */
    private sealed interface Read {
        record Value(Json json) implements Read {}

        record Unreadable(Answer answer) implements Read {}
    }

    private Read read(String contentType, byte[] body) {
        var format = TextFormat.of(contentType);
        if (format.isEmpty()) {
            return new Read.Unreadable(Answer.failure(415, "Content-Type: "
                    + (contentType.isEmpty() ? "missing" : contentType)
                    + " (expected: one of JSON or YAML)"));
        }
        try {
            return new Read.Value(format.get().read(body, RequestBody.LARGEST));
        } catch (ConfigException e) {
            totals.refused(e.path().isEmpty() ? "unreadable" : "nesting");
            return new Read.Unreadable(Answer.refused(List.of(new Problem("Invalid " + format.get()
                    + " format in request: " + e.expected(), e.path(), e.value(), "valid " + format.get()))));
        }
    }
}
