package io.l7mp.config;

/** What can be the name of an object: anything without white space that can be written into a log line and into JSON. */
final class Names {
    /** For texts. */
    static final String EXPECTED = "text without white space and control characters, at most 1000 characters";

    private static final int LONGEST = 1000;
    private static final int BYTE_ORDER_MARK = 0xfeff;

    private Names() {}

    static boolean isName(String text) {
        return !text.isEmpty() && text.length() <= LONGEST && text.codePoints().allMatch(Names::isAllowed);
    }

    private static boolean isAllowed(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.SURROGATE, Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> point != BYTE_ORDER_MARK; // white space to the reference
        };
    }
}
