package io.l7mp.house.program;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/** A client that sends a number and needs it back before it sends the next one, so that a lost or a doubled one is noticed at once. */
final class Talker {
    private final Lane lane;
    private final int id;
    private final Semaphore mayTalk = new Semaphore(0);
    private final Semaphore over;
    private volatile Lane.Line line;
    private volatile boolean away;
    private volatile int sent;
    private volatile int heard;

    /** Calls; says nothing yet. {@code over} gets a permit for each number that came back. */
    Talker(Lane lane, int id, Semaphore over) throws IOException {
        this.lane = lane;
        this.id = id;
        this.over = over;
        this.line = lane.connect();
    }

    Lane lane() {
        return lane;
    }

    /** {@return how the list of sessions knows it} */
    String key() {
        return lane.name() + ":" + line.port();
    }

    /** Lets it exchange some more numbers. */
    void talk(int numbers) {
        mayTalk.release(numbers);
    }

    /** Does so until it is interrupted. */
    void run() throws Exception {
        while (true) {
            mayTalk.acquire();
            exchange();
            over.release();
        }
    }

    private void exchange() throws IOException {
        var text = "%03d:%08d".formatted(id, ++sent);
        var peer = line.peer();
        peer.send(Message.binary(text.getBytes(US_ASCII)));
        var answer = new ByteArrayOutputStream();
        while (answer.size() < text.length()) {
            var message = peer.receive();
            if (message == null) {
                throw new AssertionError("ended");
            }
            answer.writeBytes(message.bytes());
        }
        if (!answer.toString(US_ASCII).equals(text)) {
            throw new AssertionError("heard " + answer.toString(US_ASCII) + " in place of " + text);
        }
        heard++;
    }

    boolean waits() {
        return sent > heard;
    }

    /** It does not talk any more. */
    void hangUp() {
        line.peer().close();
        away = true;
    }

    void callAgain() throws IOException {
        line = lane.connect();
        away = false;
    }

    boolean isAway() {
        return away;
    }

    @Override
    public String toString() {
        return "client " + id + " of " + key() + ", sent " + sent + ", heard " + heard;
    }
}
