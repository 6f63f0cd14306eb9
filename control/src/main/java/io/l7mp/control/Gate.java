package io.l7mp.control;

import io.l7mp.config.AdminConfig;
import java.util.function.Supplier;

/** Who may use the API: callers on this machine, and strangers who prove who they are or whom the configuration lets in. Any thread. */
final class Gate {
    private final Supplier<AdminConfig> admin;
    private final Token token;

    Gate(Supplier<AdminConfig> admin, Token token) {
        this.admin = admin;
        this.token = token;
    }

    /** {@return whether the caller may pass without showing a token} */
    boolean admits(Caller caller) {
        return admin.get().insecure() || caller.isCertified() || (caller.isLocal() && !caller.isForeign());
    }

    /** {@return whether the token stands in a file, which may take its time} */
    boolean readsFile() {
        return !admin.get().tokenFile().isEmpty();
    }

    /** {@return whether the caller may pass for a token that stands in no file; of one that does, nothing is known yet} */
    boolean admitsByGivenToken(Caller caller) {
        return !readsFile() && !caller.bearer().isEmpty() && token.isShown("", caller.bearer());
    }

    /** {@return whether the caller may pass for the token he shows; reads the file if there is one} */
    boolean admitsByToken(Caller caller) {
        return !caller.bearer().isEmpty() && token.isShown(admin.get().tokenFile(), caller.bearer());
    }
}
