package io.l7mp.core.registry;

/** Takes one line for each session that is over. Called by loops, so it never blocks: what it cannot take is lost and counted. */
public interface AccessLog {
    /** Nobody wants to know. */
    AccessLog NONE = new AccessLog() {
        @Override
        public boolean isOn() {
            return false;
        }

        @Override
        public void add(String line) {
            // There is nobody to tell.
        }
    };

    /** {@return whether lines are wanted at all; if not, none is made} */
    boolean isOn();

    /**
     * Takes a line.
     *
     * @param line one JSON object, without a line end
     */
    void add(String line);
}
