package io.l7mp.house.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

/** The handshake of JSONSocket in front of datagrams. After it there is nothing but the datagrams. */
final class JsonSocketPeer {
    private static final String HEADER = "{\"labels\":{\"of\":\"a test\"},\"JSONSocketVersion\":1}";
    private static final String ANSWER = "{\"JSONSocketVersion\":1,\"JSONSocketStatus\":200,\"JSONSocketMessage\":\"OK\"}";

    private JsonSocketPeer() {}

    static Peer client(DatagramPeer datagrams) throws IOException {
        datagrams.send(message(HEADER));
        var answer = text(datagrams);
        if (!answer.equals(ANSWER)) {
            throw new IOException("not as JSONSocket has it: " + answer);
        }
        return datagrams;
    }

    static Peer server(DatagramPeer datagrams) throws IOException {
        var header = text(datagrams);
        if (!header.equals("{\"JSONSocketVersion\":1}")) {
            throw new IOException("not as JSONSocket has it: " + header);
        }
        datagrams.send(message(ANSWER));
        return datagrams;
    }

    private static Message message(String text) {
        return Message.binary(text.getBytes(UTF_8));
    }

    private static String text(DatagramPeer datagrams) throws IOException {
        var message = datagrams.receive();
        return message == null ? "" : new String(message.bytes(), UTF_8);
    }
}
