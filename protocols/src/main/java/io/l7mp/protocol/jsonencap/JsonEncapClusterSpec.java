package io.l7mp.protocol.jsonencap;

/** A JSONEncap cluster has no settings. */
public record JsonEncapClusterSpec() {}
