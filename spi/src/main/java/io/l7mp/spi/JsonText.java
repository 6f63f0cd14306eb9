package io.l7mp.spi;

/** JSON text to values and back, for protocols that carry it on the wire. Any thread may call it. */
public interface JsonText {
    /**
     * Reads one value (RFC 8259).
     *
     * @param text the whole text
     * @return the value
     * @throws ConfigException if it is not JSON, is nested deeper than 100, or something follows the value; its expectation is
     *         the parser's own word
     */
    Json read(String text);

    /**
     * Writes a value without white space.
     *
     * @param value what to write
     * @return its text
     */
    String write(Json value);
}
