package io.l7mp.control;

/** Settings of a cluster that is the API: there are none. */
public record L7mpControllerSpec() {}
