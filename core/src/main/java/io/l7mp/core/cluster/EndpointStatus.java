package io.l7mp.core.cluster;

/**
 * An endpoint as its cluster sees it.
 *
 * @param endpoint its name
 * @param sessions how many use it now, or try to
 * @param resting whether it refused twice in a row and has not worked since
 */
public record EndpointStatus(String endpoint, int sessions, boolean resting) {}
