package io.l7mp.config;

import io.l7mp.spi.Json;
import java.util.Optional;
import java.util.Set;

/** Reads a change of {@code admin} that comes alone: only what may change while everything else stays. What it finds as it is, is no change. */
final class RuntimeAdmin {
    private static final Set<String> CHANGEABLE = Set.of("log_level", "strict");

    private RuntimeAdmin() {}

    static AdminConfig read(AdminConfig base, Json given, Findings findings) {
        var next = AdminReader.read(base, given, findings);
        var before = Encoder.encode(base);
        Encoder.encode(next).members().forEach((key, value) -> {
            if (!CHANGEABLE.contains(key) && !before.get(key).equals(Optional.of(value))) {
                findings.problem("Cannot set admin: Property " + key + " cannot be changed here",
                        "admin." + key,
                        value, "log_level or strict; all others by replacing the configuration");
            }
        });
        return next;
    }
}
