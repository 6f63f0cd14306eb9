package io.l7mp.proxy;

/** Puts the rooms together and starts them; the seam between the command line and everything else. */
@FunctionalInterface
interface Starter {
    /**
     * Decodes the configuration, applies it as one change and returns when everything listens, the API last.
     *
     * @param settings what to start with
     * @return what runs now, for the caller to stop
     * @throws NotStarted if nothing runs; every socket is closed again
     */
    Running start(Settings settings) throws NotStarted;
}
