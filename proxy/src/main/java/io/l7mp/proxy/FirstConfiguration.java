package io.l7mp.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.l7mp.config.AdminConfig;
import io.l7mp.config.ConfigProblems;
import io.l7mp.config.Edit;
import io.l7mp.config.ProtocolTypes;
import io.l7mp.config.TextFormat;
import io.l7mp.config.Tree;
import io.l7mp.config.schema.Catalogue;
import io.l7mp.config.schema.Shape;
import io.l7mp.core.change.Office;
import io.l7mp.core.change.Result;
import io.l7mp.spi.ConfigException;
import io.l7mp.spi.Json;
import java.util.concurrent.CompletableFuture;

/**
 * What the program starts with, as one change like any other; only the command line may say more than it.
 *
 * @param settings where it came from, and what was said on the command line
 * @param document the configuration
 */
record FirstConfiguration(Settings settings, Json.Obj document) {
    private static final String ADMIN = "admin";

    /** Reads the text, which nobody bounds: whoever starts the program may write what he likes. */
    static FirstConfiguration read(Settings settings) throws NotStarted {
        try {
            var text = settings.text().getBytes(UTF_8);
            return switch (TextFormat.readAny(text, text.length)) {
                case Json.Obj document -> new FirstConfiguration(settings, document);
                case Json.Null _ -> throw new NotStarted(NotStarted.Reason.EMPTY, "");
                default -> throw new NotStarted(NotStarted.Reason.INVALID,
                        settings.source() + " (expected: an object of lists)");
            };
        } catch (ConfigException e) {
            throw new NotStarted(NotStarted.Reason.UNREADABLE, settings.source() + ": " + e.expected());
        }
    }

    /** Applies it, and returns when everything listens. */
    void applyTo(Office office, ProtocolTypes types) throws NotStarted {
        if (settings.arguments().strict()) {
            checkAgainst(new Catalogue(types));
        }
        var admin = settings.over(given(types));
        settings.begin(admin);
        var openness = new Openness();
        openness.follow(admin);
        var result = new CompletableFuture<Result>();
        office.submit(edit -> edit.load(document).admin(overridden(admin)), result::complete);
        if (result.join() instanceof Result.Refused(var problems)) {
            throw NotStarted.because(
                    problems.stream().map(problem -> problem.content() + ": " + problem.detail()).toList());
        }
        office.override(next -> settings.over(admin, next));
        office.onAdmin(settings.logs()::use);
        office.onAdmin(openness::follow);
    }

    /** The form alone, before anything is made; only the command line asks for it, not the document itself. */
    private void checkAgainst(Catalogue catalogue) throws NotStarted {
        var wrong = catalogue.violations(new Shape.Named("Config"), document, "");
        if (!wrong.isEmpty()) {
            throw NotStarted.because(wrong.stream()
                    .map(one -> (one.dataPath() + " " + one.message()).substring(1)).toList());
        }
    }

    /** {@return the document's own section, decoded before all else, so that the log is set up when the rest is applied} */
    AdminConfig given(ProtocolTypes types) {
        try {
            var section = Json.obj(ADMIN, document.get(ADMIN).orElse(Json.NULL));
            return new Edit(Tree.EMPTY, types).load(section).done().admin();
        } catch (ConfigProblems _) {
            return AdminConfig.DEFAULT; // told with everything else that is wrong
        }
    }

    private static Json overridden(AdminConfig admin) {
        return Json.obj("log_level", admin.logLevel(), "strict", admin.strict(), "offload", admin.offload(),
                "offload_ifs", Json.of(admin.offloadIfs().stream().map(Json::of).toList()));
    }
}
