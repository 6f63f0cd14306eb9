package io.l7mp.config;

import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The languages in which a configuration may be written. A file's is told by its content, a request's by its media type. */
public enum TextFormat {
    /** RFC 8259. */
    JSON,
    /** YAML 1.2 with the core schema. */
    YAML;

    private static final Set<String> JSON_TYPES = Set.of("application/json", "application/x-json",
            "text/json",
            "text/x-json");
    private static final Set<String> YAML_TYPES = Set.of("application/yaml", "application/x-yaml",
            "text/yaml",
            "text/x-yaml");

    /**
     * Finds the language of a request's body.
     *
     * @param contentType the header's value; case and parameters do not matter
     * @return the language, if it is one of these
     */
    public static Optional<TextFormat> of(String contentType) {
        var semicolon = contentType.indexOf(';');
        var type = (semicolon < 0 ? contentType : contentType.substring(0, semicolon)).strip()
                .toLowerCase(Locale.ROOT);
        return JSON_TYPES.contains(type)
                ? Optional.of(JSON)
                : YAML_TYPES.contains(type) ? Optional.of(YAML) : Optional.empty();
    }

    /**
     * Reads a text in this language.
     *
     * @param text UTF-8
     * @param mostBytes how long it may be
     * @return its value; null for an empty YAML text
     * @throws ConfigException with the parser's words as expectation, if it is too long or cannot be read; its path is empty, unless
     *         a value is nested too deeply, whose path it is then
     */
    public Json read(byte[] text, int mostBytes) {
        return read(decode(text, mostBytes));
    }

    /**
     * Reads a text whose language its content tells.
     *
     * @param text UTF-8
     * @param mostBytes how long it may be
     * @return its value
     * @throws ConfigException as {@link #read} does, in the words of the parser that came nearer
     */
    public static Json readAny(byte[] text, int mostBytes) {
        var characters = decode(text, mostBytes);
        if (!startsWith(characters, 0, "{[")) {
            return YAML.read(characters);
        }
        try {
            return JSON.read(characters);
        } catch (ConfigException json) {
            return flow(characters, json);
        }
    }

    /** YAML has brackets too; only a quote after the first one makes JSON of it. */
    private static Json flow(String characters, ConfigException json) {
        try {
            return YAML.read(characters);
        } catch (ConfigException yaml) {
            throw startsWith(characters, characters.indexOf(characters.strip().charAt(0)) + 1, "\"{[")
                    ? json
                    : yaml;
        }
    }

    private static boolean startsWith(String text, int from, String any) {
        int i = from;
        while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
            i++;
        }
        return i < text.length() && any.indexOf(text.charAt(i)) >= 0;
    }

    private Json read(String characters) {
        return switch (this) {
            case JSON -> new JsonCodec().read(characters);
            case YAML -> YamlText.read(characters);
        };
    }

    private static String decode(byte[] text, int mostBytes) {
        if (text.length > mostBytes) {
            throw new ConfigException("", text.length + " bytes",
                    "the text is longer than " + mostBytes + " bytes");
        }
        try {
            var characters = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
            return characters.startsWith("\uFEFF") ? characters.substring(1) : characters;
        } catch (CharacterCodingException e) {
            throw new ConfigException("", String.valueOf(e.getMessage()), "the text is not UTF-8");
        }
    }
}
