package io.l7mp.protocol.websocket;

import io.l7mp.protocol.wire.HttpHead;
import io.l7mp.spi.Json;
import io.l7mp.spi.Metadata;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** What the two sides of an opening handshake share (RFC 6455, section 4). */
final class Upgrade {
    /** Where the agreed sub-protocol stands among the facts; empty text: none was agreed. */
    static final String AGREED = "/WebSocket/protocol";

    static final String VERSION = "13";

    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int KEY_BYTES = 16;

    private Upgrade() {}

    /** {@return a nonce for one request} */
    static String key() {
        var nonce = new byte[KEY_BYTES];
        RANDOM.nextBytes(nonce);
        return Base64.getEncoder().encodeToString(nonce);
    }

    /** {@return whether it is the nonce of a client} */
    static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /** {@return what a server answers to a nonce} */
    static String accept(String key) {
        try {
            var digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + MAGIC).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException never) { // every JDK has it
            throw new IllegalStateException(never);
        }
    }

    /** {@return whether one of the words of a list is this one, in whatever letters} */
    static boolean has(String list, String word) {
        return List.of(list.toLowerCase(Locale.ROOT).split("\\s*,\\s*", -1)).contains(word);
    }

    /** {@return the sub-protocols that a header offers, in their order} */
    static List<String> protocols(String header) {
        var offered = new ArrayList<String>();
        for (var word : header.split(",", -1)) {
            var protocol = word.strip();
            if (HttpHead.isToken(protocol) && !offered.contains(protocol)) {
                offered.add(protocol);
            }
        }
        return offered;
    }

    /** {@return the facts about an agreed sub-protocol} */
    static Metadata facts(String protocol) {
        return Metadata.of(Json.obj("WebSocket", Json.obj("protocol", protocol)));
    }
}
