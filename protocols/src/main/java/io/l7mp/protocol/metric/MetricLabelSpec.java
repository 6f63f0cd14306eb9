package io.l7mp.protocol.metric;

import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Default;
import java.util.regex.Pattern;

/**
 * A label of a Metric cluster's series; its value is read from the session's metadata, or always the same.
 *
 * @param name what it is called on the metrics page
 * @param key path of its value in the metadata; empty for none
 * @param value its value, if there is no key
 */
public record MetricLabelSpec(String name, @Default(value = "", shown = false) String key,
        @Default(value = "", shown = false) String value) {
    private static final Pattern NAME = Pattern.compile("(?!__)[a-zA-Z_][a-zA-Z0-9_]*");

    /** Checks what Prometheus would refuse. */
    public MetricLabelSpec {
        if (!NAME.matcher(name).matches()) {
            throw new ConfigException("name", name,
                    "letters, digits and underscores, not beginning with a digit or two underscores");
        }
        if (!key.isEmpty() && !value.isEmpty()) {
            throw new ConfigException("value", value, "a key or a value, not both");
        }
    }
}
