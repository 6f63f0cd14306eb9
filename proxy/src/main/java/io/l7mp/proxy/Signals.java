package io.l7mp.proxy;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * SIGTERM and SIGINT, as words for the main thread to wait for; and SIGHUP, which never ends the process. A shutdown hook would do
 * but for two things: the JVM would exit with 143, and a second signal would wait for the first. Made before anything starts, so
 * that a signal during start is kept.
 *
 * <p>{@code sun.misc.Signal} is looked up by name, because the compiler warns of it in a way that cannot be suppressed.
 */
final class Signals {
    private static final List<String> NAMES = List.of("TERM", "INT");

    private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
    private final Class<?> signal;
    private final Method handle;
    private final Object plain;

    /**
     * Catches them from now on.
     *
     * @param hangup what to do at each SIGHUP, on a thread of the JVM's
     */
    Signals(Runnable hangup) {
        try {
            signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            handle = signal.getMethod("handle", signal, handler);
            plain = handler.getField("SIG_DFL").get(null);
            var ours = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[]{handler},
                    (_, _, arguments) -> {
                        redirect(NAMES, plain);
                        arrived.add("SIG" + signal.getMethod("getName").invoke(arguments[0]));
                        return null;
                    });
            redirect(NAMES, ours);
            redirect(List.of("HUP"), Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[]{handler},
                    (_, _, _) -> {
                        hangup.run();
                        return null;
                    }));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java cannot catch signals", e);
        }
    }

    private void redirect(List<String> names, Object handler) throws ReflectiveOperationException {
        for (var name : names) {
            handle.invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
        }
    }

    /** {@return the first signal to come; after it the kernel ends the process at the next one} */
    String await() throws InterruptedException {
        return arrived.take();
    }
}
