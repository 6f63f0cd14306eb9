package io.l7mp.house.program;

/**
 * An object of the configuration.
 *
 * @param kind the key that wraps it; {@code admin} for a setting of the program
 */
record Thing(String kind, String name) {
    String path() {
        return kind + "s/" + name;
    }

    @Override
    public String toString() {
        return kind + " " + name;
    }
}
