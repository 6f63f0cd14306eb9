package io.l7mp.control;

/** Settings of a cluster that is the metrics page: there are none. */
public record PrometheusSpec() {}
