package io.l7mp.house.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What came back from the API, as it was on the wire.
 *
 * @param line the status line
 * @param headers by their names as they were sent
 * @param body as text
 */
record HttpAnswer(String line, Map<String, String> headers, String body) {
    int status() {
        return Integer.parseInt(line.split(" ")[1]);
    }

    Node json() {
        return new Node(new Load(LoadSettings.builder().build()).loadFromString(body));
    }

    /** {@return the detail of a refusal} */
    Node content() {
        return json().at("content");
    }

    /** Fails unless its head has what every answer of the API has. */
    void expectHead(int status) {
        assertThat(status()).as(body).isEqualTo(status);
        assertThat(headers).containsEntry("Content-Type", "application/json").containsKey("Content-Length")
                .containsEntry("Connection", "keep-alive").containsEntry("Keep-Alive", "timeout=5")
                .doesNotContainKey("Transfer-Encoding");
        if (status == 200) {
            assertThat(headers).doesNotContainKeys("status", "message");
        }
    }

    /** Fails unless it refuses with that status, said in the status line, in two headers and in the body. */
    void expectRefusal(int status, String message) {
        expectHead(status);
        assertThat(line).isEqualTo("HTTP/1.1 " + status + " " + message.replaceFirst(":.*", ""));
        assertThat(headers).containsEntry("status", Integer.toString(status)).containsEntry("message",
                message);
        if (!body.isEmpty()) {
            assertThat(body).startsWith(
                    "{\n    \"status\": " + status + ",\n    \"message\": \"" + message + "\"");
        }
    }
}
