package io.l7mp.protocol.jsonsocket;

/**
 * Finds where the first JSON value among bytes ends, one byte at a time. Whether it is JSON at all is for the parser to say: what
 * cannot become any ends at once.
 */
final class ValueEnd {
    /** What a byte is. */
    enum Place {
        /** White space before the value. */
        BEFORE,
        /** Of the value, which goes on. */
        INSIDE,
        /** The value's last. */
        LAST,
        /** Behind the value, which only shows now that it has ended. */
        BEHIND
    }

    private enum State {
        START, NESTED, STRING, ESCAPE, WORD, NUMBER
    }

    private State state = State.START;
    private int depth;
    private int lettersLeft;

    Place next(byte b) {
        return switch (state) {
            case START -> start(b);
            case NESTED -> nested(b);
            case STRING -> inString(b);
            case ESCAPE -> inside(State.STRING);
            case WORD -> --lettersLeft == 0 ? Place.LAST : Place.INSIDE;
            case NUMBER -> isOfNumber(b) ? Place.INSIDE : Place.BEHIND;
        };
    }

    private Place start(byte b) {
        return switch (b) {
            case ' ', '\t', '\r', '\n' -> Place.BEFORE;
            case '{', '[' -> nested(b);
            case '"' -> inside(State.STRING);
            case 't', 'n' -> word("rue".length());
            case 'f' -> word("alse".length());
            default -> isOfNumber(b) ? inside(State.NUMBER) : Place.LAST;
        };
    }

    private Place nested(byte b) {
        switch (b) {
            case '{', '[' -> depth++;
            case '}', ']' -> depth--;
            case '"' -> {
                return inside(State.STRING);
            }
            default -> {
                // Whatever it is, no border.
            }
        }
        return depth == 0 ? Place.LAST : inside(State.NESTED);
    }

    private Place inString(byte b) {
        if (b == '\\') {
            return inside(State.ESCAPE);
        }
        if (b != '"') {
            return Place.INSIDE;
        }
        return depth == 0 ? Place.LAST : inside(State.NESTED);
    }

    private Place word(int letters) {
        lettersLeft = letters;
        return inside(State.WORD);
    }

    private Place inside(State next) {
        state = next;
        return Place.INSIDE;
    }

    private static boolean isOfNumber(byte b) {
        return (b >= '0' && b <= '9') || b == '-' || b == '+' || b == '.' || b == 'e' || b == 'E';
    }
}
