package io.l7mp.core.session;

import io.l7mp.core.registry.Facilities;
import io.l7mp.core.snapshot.Current;

/**
 * What all sessions share.
 *
 * @param current the newest snapshot
 * @param sessions the table of all sessions
 * @param facilities clock, randomness, totals
 */
public record Hall(Current current, Sessions sessions, Facilities facilities) {}
