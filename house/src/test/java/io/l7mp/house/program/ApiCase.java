package io.l7mp.house.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;

/**
 * One request to the API and all that is known of its answer, as a line of a file says it.
 *
 * <p>Members: {@code ask} (method and path), {@code type} (text/yaml where there is a body), {@code body}, {@code status} (200), and of
 * the answer one of {@code text} (all of its body), {@code has} (values at paths of its body), {@code keys} (its members' names),
 * {@code content}, {@code begins} (the beginning of the content), {@code nothing} (no body), {@code at} (where strict mode objects: 422).
 * None of them and 200: the body that says OK. In {@code text}, TIME stands for any time. {@code strict} is what {@code at} is, for a
 * proxy in strict mode alone.
 */
record ApiCase(Node line) {
    private static final String OK = "{\n  \"status\": 200,\n  \"message\": \"OK\"\n}";
    private static final Map<Integer, String> MESSAGES = Map.of(400, "Bad Request", 404, "Not Found", 413,
            "Request Entity Too Large", 415, "Unsupported Media Type", 422,
            "Unprocessable Entity: Input JSON schema validation failed");

    private boolean says(String key) {
        return line.members().containsKey(key);
    }

    private String text(String key) {
        return says(key) ? line.at(key).text() : "";
    }

    /** {@return the name of the operation, if the case has it} */
    String operation() {
        return text("op");
    }

    String name() {
        return (text("op") + " " + text("ask") + " " + text("body")).strip();
    }

    /** {@return the same as strict mode answers it} */
    ApiCase inStrictMode() {
        return says("strict")
                ? new ApiCase(
                        new Node(Map.of("ask", text("ask"), "body", text("body"), "type", type(), "status",
                                422, "at", List.of(text("strict")))))
                : this;
    }

    private String type() {
        return says("type") || !says("body") ? text("type") : "text/yaml";
    }

    DynamicTest test(int port) {
        return DynamicTest.dynamicTest(name(), () -> run(port));
    }

    /** Asks, compares, and asks something else on the same connection, which has to be alive after whatever answer. */
    void run(int port) throws IOException {
        try (var http = HttpLine.to(port)) {
            var ask = text("ask").split(" ", 2);
            check(http.ask(ask[0], ask[1], type(), text("body")));
            http.get("/api/v1/rules").expectHead(200);
        }
    }

    private void check(HttpAnswer answer) {
        int status = says("status") ? (int) line.at("status").number() : says("at") ? 422 : 200;
        if (status == 200) {
            answer.expectHead(200);
            checkShown(answer);
        } else {
            answer.expectRefusal(status, MESSAGES.get(status));
            checkContent(answer);
        }
    }

    private void checkShown(HttpAnswer answer) {
        if (says("has")) {
            line.at("has").members()
                    .forEach((path, value) -> assertThat(answer.json().at((String) path).value())
                            .as("%s of %s", path, answer.body()).isEqualTo(value));
        } else if (says("keys")) {
            assertThat(answer.json().members().keySet()).map(String::valueOf)
                    .containsExactlyElementsOf(line.at("keys").items().stream().map(Node::text).toList());
        } else {
            assertThat(answer.body().replaceAll("\"20\\d\\d-[-:.T\\d]+Z\"", "\"TIME\""))
                    .isEqualTo(says("text") ? text("text") : OK);
        }
    }

    private void checkContent(HttpAnswer answer) {
        if (says("nothing")) {
            assertThat(answer.body()).isEmpty();
        } else if (says("at")) {
            var violations = answer.content().items();
            assertThat(violations).allSatisfy(violation -> assertThat(violation.members().keySet())
                    .map(String::valueOf)
                    .containsExactly("keyword", "dataPath", "schemaPath", "params", "message"));
            assertThat(violations).map(each -> each.at("dataPath").text())
                    .containsExactlyInAnyOrderElementsOf(
                            line.at("at").items().stream().map(Node::text).toList());
        } else if (says("begins")) {
            assertThat(answer.content().text()).startsWith(text("begins"));
        } else {
            assertThat(answer.content().value()).isEqualTo(text("content"));
        }
    }
}
