package io.l7mp.control;

import io.l7mp.config.YamlWriter;
import io.l7mp.core.change.Office;

/** The API's description of itself. Written anew for each who asks, which is seldom. */
final class DocumentHandlers {
    private final Office office;
    private final String version;

    DocumentHandlers(Office office, String version) {
        this.office = office;
        this.version = version;
    }

    Handler json() {
        return (_, done) -> done.accept(Answer.success(OpenApi.of(office, version)));
    }

    Handler yaml() {
        return (_, done) -> done.accept(
                new Answer.Document("application/yaml", YamlWriter.write(OpenApi.of(office, version))));
    }
}
