package io.l7mp.spi;

/**
 * One address of a cluster.
 *
 * @param name its name
 * @param address host name, literal address or file name
 * @param port in place of the cluster's; 0 for the cluster's
 * @param weight its share of new sessions, at least 1
 */
public record Endpoint(String name, String address, int port, int weight) {
    /** The address of a cluster that has no endpoints. */
    public static final String VIRTUAL = "<VIRTUAL>";

    /** Checks the port; a weight below 1 counts as 1. */
    public Endpoint {
        if (port < 0 || port > 65_535) {
            throw new ConfigException("port", port, "1..65535");
        }
        weight = Math.max(1, weight);
    }

    /**
     * Makes the endpoint of a cluster that has none.
     *
     * @param cluster the cluster's name
     * @return an endpoint in name only
     */
    public static Endpoint virtual(String cluster) {
        return new Endpoint(cluster, VIRTUAL, 0, 1);
    }
}
