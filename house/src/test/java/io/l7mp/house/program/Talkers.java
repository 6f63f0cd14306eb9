package io.l7mp.house.program;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** All clients. They talk as long as a change is made, and have all fallen silent when the next one begins. */
final class Talkers implements AutoCloseable {
    /** In quarters of a second. */
    private static final int PATIENCE = 240;

    private final Crew crew = new Crew();
    private final List<Talker> all = new ArrayList<>();
    private final Semaphore over = new Semaphore(0);
    private int due;
    private long numbers;

    void call(Lane lane) throws IOException {
        for (int i = 0; i < lane.clients(); i++) {
            var talker = new Talker(lane, all.size(), over);
            all.add(talker);
            crew.begin(talker, talker::run);
        }
    }

    /** Lets all but some talk, from now on. Whoever has hung up does not. */
    void talk(int many, Collection<Talker> silent) {
        for (var talker : all) {
            if (!silent.contains(talker) && !talker.isAway()) {
                talker.talk(many);
                due += many;
            }
        }
    }

    /** Waits until all numbers are back. */
    void await() throws InterruptedException {
        numbers += due;
        for (int i = 0; i < PATIENCE && !over.tryAcquire(due, 250, TimeUnit.MILLISECONDS); i++) {
            crew.check();
            if (i == PATIENCE - 1) {
                throw new AssertionError("not answered: " + all.stream().filter(Talker::waits).toList());
            }
        }
        due = 0;
    }

    /** {@return those clients whose sessions are known by these keys} */
    Set<Talker> known(Collection<String> keys) {
        var known = new HashSet<>(all);
        known.removeIf(each -> !keys.contains(each.key()));
        return known;
    }

    int size() {
        return all.size();
    }

    /** {@return how many came back} */
    long numbers() {
        return numbers;
    }

    @Override
    public void close() {
        crew.close();
        all.forEach(Talker::hangUp);
    }
}
