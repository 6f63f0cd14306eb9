package io.l7mp.protocol.websocket;

import java.time.Duration;

/**
 * What a stream may spend.
 *
 * @param maxMessage most bytes of a message that comes in
 * @param ping after how much silence the peer is asked whether it is still there; zero for never
 * @param linger how long an orderly end may take
 */
record WebSocketLimits(int maxMessage, Duration ping, Duration linger) {}
