package io.l7mp.house.program;

/**
 * A request that changes the configuration, or ought to be refused.
 *
 * @param body YAML; empty for none
 * @param fate what becomes of it
 */
record Change(String method, String path, String body, Fate fate) {
    /** What becomes of a request. */
    enum Fate {
        MADE, REFUSED,
        /** Only an attempt to bind shows that it cannot be made. */
        NOT_BOUND
    }

    static Change add(String path, String yaml) {
        return new Change("POST", path, yaml, Fate.MADE);
    }

    static Change delete(String path) {
        return new Change("DELETE", path, "", Fate.MADE);
    }

    Change refused() {
        return new Change(method, path, body, Fate.REFUSED);
    }

    Change notBound() {
        return new Change(method, path, body, Fate.NOT_BOUND);
    }

    /** {@return the same question, which is only asked} */
    String dryPath() {
        return path + (path.contains("?") ? "&" : "?") + "dryRun=true";
    }

    boolean recursive() {
        return path.contains("recursive=true");
    }

    @Override
    public String toString() {
        return method + " " + path + " " + (body.length() < 500 ? body : body.substring(0, 500) + "...");
    }
}
