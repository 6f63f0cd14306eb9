package io.l7mp.control;

import io.l7mp.config.schema.Member;
import io.l7mp.config.schema.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * What is told of an operation: in the OpenAPI document, and to strict mode.
 *
 * @param summary what it does, in a few words
 * @param body name of the shape of what is sent; empty where nothing is
 * @param answer shape of what is answered
 * @param type media type of the answer
 * @param query what may stand behind the question mark
 */
record Sheet(String summary, String body, Shape answer, String type, List<Member> query) {
    private static final String JSON = "application/json";

    private static final Member FORMAT = Member
            .optional("format", new Shape.Text(List.of("plain", "terse", "space", "lines", "diffy")))
            .saying("How the answer is laid out.");
    static final Member RECURSIVE = Member.optional("recursive", Shape.TRUTH)
            .saying("Whether parts are shown or deleted too, in place of their names alone.");
    private static final Member DRY_RUN = Member.optional("dryRun", Shape.TRUTH)
            .saying("Whether to answer what the change would do, and do nothing.");

    Sheet {
        query = List.copyOf(query);
    }

    /** {@return the sheet of a look at something} */
    static Sheet shows(String summary, String answer) {
        return new Sheet(summary, "", new Shape.Named(answer), JSON, List.of(FORMAT));
    }

    /** {@return the sheet of a look at all there is of something} */
    static Sheet lists(String summary, String answer) {
        return new Sheet(summary, "", Shape.listOf(new Shape.Named(answer)), JSON,
                List.of(FORMAT));
    }

    /** {@return the sheet of a change that is told in the body} */
    static Sheet takes(String summary, String body) {
        return new Sheet(summary, body, new Shape.Named("Change"), JSON,
                List.of(DRY_RUN));
    }

    /** {@return the sheet of a deletion, which may take parts along} */
    static Sheet deletes(String summary) {
        return new Sheet(summary, "", new Shape.Named("Change"), JSON,
                List.of(RECURSIVE, DRY_RUN));
    }

    /** {@return the sheet of an end that leaves the configuration as it is} */
    static Sheet ends(String summary) {
        return new Sheet(summary, "", new Shape.Named("Change"), JSON, List.of(DRY_RUN));
    }

    /** {@return the sheet of this API's own description in a language} */
    static Sheet describes(String summary, String type) {
        return new Sheet(summary, "", Shape.OBJECT, type, List.of());
    }

    /** {@return the same, which may concern parts too} */
    Sheet recursive() {
        var more = new ArrayList<>(query);
        more.add(RECURSIVE);
        return new Sheet(summary, body, answer, type, more);
    }

    Shape.Struct parameters() {
        return new Shape.Struct(query);
    }
}
