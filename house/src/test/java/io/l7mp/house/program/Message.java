package io.l7mp.house.program;

/**
 * One message, or some bytes of a stream without borders.
 *
 * @param text whether the sender called it text, which only WebSocket can
 */
record Message(byte[] bytes, boolean text) {
    static Message binary(byte[] bytes) {
        return new Message(bytes, false);
    }

    int size() {
        return bytes.length;
    }
}
