package io.l7mp.proxy;

/** Where the JVM begins. The only place that ends the process on purpose. */
public final class Main {
    private Main() {}

    /**
     * Runs the proxy until a signal ends it.
     *
     * @param args the command line, without the launcher's verb
     */
    public static void main(String[] args) {
        System.exit(new Program(new Console(System.out, System.err), Assembly::start).run(args));
    }
}
