package io.l7mp.protocol.jsondecap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Finds the member {@code payload} of a JSON object. All of the text has to follow the grammar of RFC 8259, but nothing of it is
 * kept, so that a text costs one look at each byte whatever it holds. On the stream's loop; used again for each text.
 */
final class PayloadFinder {
    private static final String MEMBER = "payload";

    /** As deep as in any other JSON text. */
    private static final int DEEPEST = 100;

    private ByteBuf text = Unpooled.EMPTY_BUFFER;
    private int at;
    private int end;
    private int from;
    private int to;

    /** {@return whether it is an object with that member once, a string; where it stands is known then} // hot path */
    boolean find(ByteBuf in) {
        text = in;
        at = in.readerIndex();
        end = in.writerIndex();
        from = -1;
        skipSpace();
        boolean found = next('{') && object(1) && from >= 0;
        skipSpace();
        text = Unpooled.EMPTY_BUFFER;
        return found && at == end;
    }

    /** {@return the index of its first character, after the quotation mark} */
    int from() {
        return from;
    }

    /** {@return the index of the quotation mark after it} */
    int to() {
        return to;
    }

    private boolean object(int depth) {
        skipSpace();
        if (next('}')) {
            return true;
        }
        do {
            skipSpace();
            int name = at + 1;
            if (!next('"') || !string()) {
                return false;
            }
            boolean wanted = depth == 1 && isMember(name, at - 1);
            skipSpace();
            if (!next(':') || !(wanted ? payload() : value(depth))) {
                return false;
            }
            skipSpace();
        } while (next(','));
        return next('}');
    }

    /** Two of them say two things, so neither is believed. */
    private boolean payload() {
        skipSpace();
        if (from >= 0 || !next('"')) {
            return false;
        }
        int start = at;
        boolean whole = string();
        from = start;
        to = at - 1;
        return whole;
    }

    private boolean isMember(int start, int stop) {
        int place = start;
        for (int i = 0; i < MEMBER.length(); i++) {
            if (place >= stop || EscapedBase64.symbol(text, place) != MEMBER.charAt(i)) {
                return false;
            }
            place += EscapedBase64.length(text, place);
        }
        return place == stop;
    }

    private boolean value(int depth) {
        skipSpace();
        if (at == end) {
            return false;
        }
        byte first = text.getByte(at);
        return switch (first) {
            case '"' -> next('"') && string();
            case '{' -> depth < DEEPEST && next('{') && object(depth + 1);
            case '[' -> depth < DEEPEST && next('[') && array(depth + 1);
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        };
    }

    private boolean array(int depth) {
        skipSpace();
        if (next(']')) {
            return true;
        }
        do {
            if (!value(depth)) {
                return false;
            }
            skipSpace();
        } while (next(','));
        return next(']');
    }

    /** Goes behind the quotation mark that ends a string. */
    private boolean string() {
        while (at < end) {
            byte c = text.getByte(at++);
            if (c == '"') {
                return true;
            }
            if ((c >= 0 && c < ' ') || (c == '\\' && !escape())) {
                return false;
            }
        }
        return false;
    }

    private boolean escape() {
        if (at == end) {
            return false;
        }
        byte c = text.getByte(at++);
        if (c != 'u') {
            return "\"\\/bfnrt".indexOf(c) >= 0;
        }
        for (int i = 0; i < 4; i++) {
            if (at == end || Character.digit(text.getByte(at++), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private boolean number() {
        next('-');
        if (!next('0') && !digits()) {
            return false;
        }
        if (next('.') && !digits()) {
            return false;
        }
        if (next('e') || next('E')) {
            boolean _ = next('+') || next('-');
            return digits();
        }
        return true;
    }

    private boolean digits() {
        int start = at;
        while (at < end && text.getByte(at) >= '0' && text.getByte(at) <= '9') {
            at++;
        }
        return at > start;
    }

    private boolean word(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (!next(word.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean next(char wanted) {
        boolean there = at < end && text.getByte(at) == wanted;
        at += there ? 1 : 0;
        return there;
    }

    private void skipSpace() {
        while (at < end) {
            byte c = text.getByte(at);
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return;
            }
            at++;
        }
    }
}
