package io.l7mp.protocol.metric;

import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Default;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Under which labels a Metric counts.
 *
 * @param labels in addition to the names of session and cluster
 * @param perSession whether each session has a series of its own; if not, the session's name is no label
 */
public record MetricClusterSpec(@Default(value = "[]", shown = false) List<MetricLabelSpec> labels,
        @Default(value = "true", shown = false) boolean perSession) {
    static final String SESSION = "sessionName";
    static final String CLUSTER = "clusterName";

    private static final int MOST_LABELS = 16;

    /** Checks that there are not too many, and that no two have one name. */
    public MetricClusterSpec {
        labels = List.copyOf(labels);
        if (labels.size() > MOST_LABELS) {
            throw new ConfigException("labels", labels.size() + " labels", "at most " + MOST_LABELS);
        }
        var names = new HashSet<>(Set.of(SESSION, CLUSTER));
        for (int i = 0; i < labels.size(); i++) {
            if (!names.add(labels.get(i).name())) {
                throw new ConfigException("labels[" + i + "].name", labels.get(i).name(),
                        "a name that no other label has, and neither " + SESSION + " nor " + CLUSTER);
            }
        }
    }
}
