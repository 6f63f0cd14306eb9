package io.l7mp.config;

import io.l7mp.spi.Json;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/** Reads {@code admin}: what is given changes, the rest stays. */
final class AdminReader {
    private static final String PATH = "admin";
    private static final String OFFLOAD = "offload";
    private static final String INTERFACES = "offload_ifs";
    private static final Set<String> MODES = Set.of("", "init", "no_init", "disable");

    private AdminReader() {}

    static AdminConfig read(AdminConfig base, Json given, Findings findings) {
        if (!(given instanceof Json.Obj changes)) {
            findings.problem("Cannot set admin: An object (a set of key-value pairs) is expected", PATH,
                    given,
                    "an object");
            return base;
        }
        var members = new LinkedHashMap<>(Encoder.encode(base).members());
        changes.without("version").members().forEach((key, value) -> {
            if (!value.equals(Json.NULL)) {
                members.put(key, understood(key, value, findings));
            }
        });
        return switch (Decoder.attempt(AdminConfig.class, new Json.Obj(members),
                key -> findings.warn(PATH + "." + key, "unknown setting"))) {
            case Decoder.Decoded.Good<AdminConfig>(var admin) -> admin;
            case Decoder.Decoded.Bad<AdminConfig>(var faults) -> {
                faults.forEach(fault -> findings.problem(new Problem(
                        "Cannot set admin: Property " + fault.path() + " is invalid",
                        PATH + "." + fault.path(),
                        fault.value(), fault.expected())));
                yield base;
            }
        };
    }

    private static Json understood(String key, Json value, Findings findings) {
        return switch (value) {
            case Json.Bool(boolean on) when key.equals(OFFLOAD) -> Json.of(on ? "init" : "");
            case Json.Text(String mode) when key.equals(OFFLOAD) && !MODES.contains(mode) -> {
                findings.warn(PATH + "." + key, "Unknown offload setting");
                yield Json.of("disable");
            }
            case Json.Text(String names) when key.equals(INTERFACES) -> interfaces(Json.of(
                    Arrays.stream(names.split(",")).map(String::strip).filter(name -> !name.isEmpty())
                            .map(Json::of)
                            .toList()));
            case Json.Arr _ when key.equals(INTERFACES) -> interfaces(value);
            default -> value;
        };
    }

    /** The word {@code all} among them means every interface, as the empty list does. */
    private static Json interfaces(Json names) {
        return names instanceof Json.Arr(var list) && list.contains(Json.of("all"))
                ? new Json.Arr(List.of())
                : names;
    }
}
