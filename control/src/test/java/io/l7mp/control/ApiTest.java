package io.l7mp.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.l7mp.config.Problem;
import io.l7mp.core.change.Result;
import io.l7mp.core.metric.Totals;
import io.l7mp.spi.Json;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The road from request to response with handlers of our own. */
class ApiTest {
    private final Totals totals = new Totals();
    private final List<Call> calls = new ArrayList<>();

    private List<String> ask(Handler handler, String method, String target, String body) {
        var operations = new Operations(
                List.of(new Operation("GET", "/api/v1/things/{name}", "getThing", handler,
                        Sheet.shows("", "")),
                        new Operation("POST", "/api/v1/things/{name}", "addThing", handler,
                                Sheet.takes("", ""))));
        var responses = new ArrayList<String>();
        new Api(operations, totals, Runnable::run).serve(
                new RequestHead(method, target, "text/yaml", -1),
                body.getBytes(UTF_8), response -> responses.add(text(response)));
        return responses;
    }

    private static String text(Response response) {
        var body = Unpooled.buffer();
        response.copy(0, response.length(), body);
        return body.toString(UTF_8);
    }

    private Handler note(Answer answer) {
        return (call, done) -> {
            calls.add(call);
            done.accept(answer);
        };
    }

    @Test
    void handsOverPlacesQueryAndBody() {
        ask(note(Answer.OK), "POST", "/api/v1/things/a%20b?recursive=true", "thing: {x: 1}");

        assertThat(calls).singleElement().satisfies(call -> {
            assertThat(call.name()).isEqualTo("a b");
            assertThat(call.recursive()).isTrue();
            assertThat(call.wrapped("thing")).isEqualTo(Json.obj("x", 1));
            assertThat(call.wrapped("other")).isEqualTo(Json.NULL);
        });
    }

    @Test
    void ignoresTheBodyOfARead() {
        ask(note(Answer.OK), "GET", "/api/v1/things/a", "{{{");

        assertThat(calls).singleElement().satisfies(call -> assertThat(call.body()).isEqualTo(Json.NULL));
    }

    @Test
    void laysAnswersOutAsAskedButNotErrors() {
        var list = Answer.success(Json.of(List.of(Json.of(1), Json.of(2))));

        assertThat(ask(note(list), "GET", "/api/v1/things/a?format=terse", "")).containsExactly("[1,2]");
        assertThat(ask(note(list), "GET", "/api/v1/things/a?format=other", ""))
                .containsExactly("[\n  1,\n  2\n]");
        assertThat(ask(note(Answer.refused("no")), "GET", "/api/v1/things/a?format=terse", ""))
                .containsExactly(
                        "{\n    \"status\": 400,\n    \"message\": \"Bad Request\",\n    \"content\": \"no\"\n}");
    }

    @Test
    void aBugOfAHandlerIsAnsweredAndCounted() {
        var responses = ask((_, _) -> {
            throw new IllegalStateException("a bug of the test");
        }, "GET", "/api/v1/things/a", "");

        assertThat(responses).singleElement().asString().contains("\"status\": 500");
        assertThat(totals.bugs()).isOne();
    }

    @Test
    void aBugOfTheCoreIsNotTheSendersFaultAndShowsNothingOfTheInside() {
        var bug = new Problem("Internal Server Error: java.lang.NullPointerException", "", "", "no bug");
        var refusal = Answer.of(new Result.Refused(List.of(bug)));

        assertThat(ask(note(refusal), "POST", "/api/v1/things/a", "{}")).singleElement().asString()
                .contains("\"status\": 500", "\"message\": \"Internal Server Error\"",
                        "\"content\": \"internal error, described in the log\"")
                .doesNotContain("java", "problems");
    }

    @Test
    void aNestedBodyIsRefusedAndNotRecursedInto() {
        var responses = ask(note(Answer.OK), "POST", "/api/v1/things/a", "[".repeat(100_000));

        assertThat(responses).singleElement().asString().contains("\"status\": 400",
                "nested deeper than 100", "\"path\": \"" + "[0]".repeat(100) + "\"");
        assertThat(totals.refused()).containsEntry("nesting", 1L);
        assertThat(calls).isEmpty();
    }

    @Test
    void aBodyThatCannotBeReadIsCounted() {
        ask(note(Answer.OK), "POST", "/api/v1/things/a", "{");

        assertThat(totals.refused()).containsEntry("unreadable", 1L);
    }
}
