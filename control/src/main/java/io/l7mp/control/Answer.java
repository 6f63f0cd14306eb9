package io.l7mp.control;

import io.l7mp.config.Problem;
import io.l7mp.core.change.Result;
import io.l7mp.spi.Json;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;

/** What a request is told. */
sealed interface Answer {
    /** It was done, and there is nothing to show. */
    Answer OK = success(Json.obj("status", 200, "message", "OK"));

    /** How the core begins when it met a bug of its own. */
    String BUG = "Internal Server Error";

    Answer UNKNOWN_OPERATION = failure(404, "Unknown API operation");
    Answer TOO_LARGE = failure(413, "The request body is longer than " + RequestBody.LARGEST + " bytes");
    Answer TOO_SLOW = failure(408, "The request body did not come in time");
    Answer BUSY = failure(503, "Too many requests at once", "Retry-After", "1");
    Answer UNAUTHORIZED = failure(401, "Callers from other machines have to show the token: "
            + "Authorization: Bearer <token>. It is set by admin.token_file or L7MP_TOKEN; "
            + "without one, only a verified client certificate or admin.insecure lets them in",
            "WWW-Authenticate", "Bearer realm=\"l7mp\"");
    Answer FOREIGN = failure(403, "A web page from elsewhere may have sent this: Origin and Host have to be "
            + "addresses or localhost, or the request has to show the token");

    /**
     * It was done.
     *
     * @param body what to show
     */
    record Success(Json body) implements Answer {}

    /**
     * It was done, and what there is to show is no JSON.
     *
     * @param type its media type
     * @param text what to show
     */
    record Document(String type, String text) implements Answer {}

    /**
     * It was not.
     *
     * @param status the code
     * @param message short; also said in a header
     * @param content the detail, mostly a text
     * @param problems what is wrong with the configuration that was sent; empty if that is not the matter
     * @param headers further ones
     */
    record Failure(int status, String message, Json content, List<Problem> problems, Json.Obj headers)
            implements
                Answer {
        public Failure {
            problems = List.copyOf(problems);
        }

        Failure(int status, String message, Json content, List<Problem> problems) {
            this(status, message, content, problems, Json.EMPTY);
        }

        /** {@return the document that says so} */
        Json.Obj body() {
            var body = Json.obj("status", status, "message", message);
            if (!content.equals(Json.of(""))) {
                body = body.with("content", content);
            }
            return problems.isEmpty()
                    ? body
                    : body.with("problems", Json.of(problems.stream().map(Failure::problem).toList()));
        }

        private static Json problem(Problem problem) {
            return Json.obj("path", problem.path(), "value", problem.value(), "expected", problem.expected());
        }
    }

    static Answer success(Json body) {
        return new Success(body);
    }

    /** Says no with the words that belong to the status. */
    static Answer failure(int status, String content) {
        return failure(status, content, List.of());
    }

    private static Answer failure(int status, String content, String header, String value) {
        var message = HttpResponseStatus.valueOf(status).reasonPhrase();
        return new Failure(status, message, Json.of(content), List.of(), Json.obj(header, value));
    }

    private static Answer failure(int status, String content, List<Problem> problems) {
        var message = HttpResponseStatus.valueOf(status).reasonPhrase();
        return new Failure(status, message, Json.of(content), problems);
    }

    /** {@return what to say when a handler cannot do what it was asked, as names that are not there} */
    static Answer refused(String content) {
        return failure(400, content);
    }

    /** {@return what to say of faults in what was sent; at least one; a bug of ours is not the sender's fault} */
    static Answer refused(List<Problem> problems) {
        boolean bug = problems.stream().anyMatch(problem -> problem.content().startsWith(BUG));
        return bug
                ? failure(500, "internal error, described in the log")
                : failure(400, problems.getFirst().content(), problems);
    }

    static Answer of(Result result) {
        return switch (result) {
            case Result.Applied _ -> OK;
            case Result.Refused(var problems) -> refused(problems);
        };
    }
}
