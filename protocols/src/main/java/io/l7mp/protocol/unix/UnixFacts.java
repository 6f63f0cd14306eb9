package io.l7mp.protocol.unix;

import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;

/** What rules may ask of a session that came over a UNIX socket. */
record UnixFacts(String filename) implements Metadata.Facts {
    @Override
    public Json.Obj json() {
        return Json.obj("UNIX", Json.obj("filename", filename));
    }
}
