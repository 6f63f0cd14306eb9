package io.l7mp.protocol.jsonsocket;

import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import io.l7mp.spi.Path;
import java.util.Optional;

/**
 * What is known of a peer: what its transport knows, and the header that it sent.
 *
 * @param transport the transport's own
 * @param header whole, with its version
 */
record JsonSocketFacts(Metadata transport, Json.Obj header) implements Metadata.Facts {
    @Override
    public Json.Obj json() {
        return transport.json().with(Words.NAME, header);
    }

    @Override
    public Optional<Json> get(Path path) {
        if (path.segments().isEmpty()) {
            return path.get(json());
        }
        return path.segments().getFirst().equals(Words.NAME)
                ? path.get(Json.obj(Words.NAME, header))
                : transport.get(path);
    }
}
