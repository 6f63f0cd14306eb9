package io.l7mp.control;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What strangers have to show to use the API: the content of a file, or what the program was started with. The file is read at every
 * question, as it may be changed at any time, and on threads that may block. Nothing of it is ever written anywhere.
 */
final class Token {
    /** Shorter ones can be guessed. */
    static final int SHORTEST = 16;

    /** Longer ones do not fit into the head of a request. */
    static final int LONGEST = 4096;

    private static final Logger LOG = LoggerFactory.getLogger(Token.class);

    private final String given;
    private final AtomicReference<String> complaint = new AtomicReference<>("");

    /**
     * Keeps what counts where no file is named.
     *
     * @param given by whoever started the program; empty for none
     */
    Token(String given) {
        this.given = given;
    }

    /**
     * Compares, in a time that does not tell how much of it was right.
     *
     * @param file where the token stands; empty if no file is named
     * @param shown what the caller has
     */
    boolean isShown(String file, String shown) {
        var token = file.isEmpty() ? given.getBytes(UTF_8) : content(file);
        if (token.length == 0) {
            return false;
        }
        if (token.length < SHORTEST || token.length > LONGEST) {
            complain(file, "it has to have " + SHORTEST + " to " + LONGEST + " bytes");
            return false;
        }
        complaint.set("");
        return MessageDigest.isEqual(token, shown.getBytes(ISO_8859_1));
    }

    /** {@return the content without the line end behind it; empty if it cannot be used} */
    private byte[] content(String file) {
        try {
            var path = Path.of(file);
            if (!Files.isRegularFile(path)) { // a pipe would never end
                complain(file, "it is no file");
                return new byte[0];
            }
            try (var in = Files.newInputStream(path)) {
                var content = in.readNBytes(LONGEST + 3);
                int end = content.length;
                while (end > 0 && (content[end - 1] == '\n' || content[end - 1] == '\r')) {
                    end--;
                }
                if (end == 0) {
                    complain(file, "it is empty");
                }
                return Arrays.copyOf(content, end);
            }
        } catch (IOException | InvalidPathException e) {
            complain(file, e.getClass().getSimpleName());
            return new byte[0];
        }
    }

    /** Says it once, not to everyone who knocks. */
    private void complain(String file, String why) {
        var what = file.isEmpty() ? "L7MP_TOKEN" : file;
        if (!complaint.getAndSet(what + why).equals(what + why)) {
            LOG.atWarn().addKeyValue("token", what).addKeyValue("reason", why)
                    .log("nobody can show this token, callers from elsewhere are refused");
        }
    }
}
