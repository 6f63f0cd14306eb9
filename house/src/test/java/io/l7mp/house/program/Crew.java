package io.l7mp.house.program;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The threads of one test. Whoever is not done in time is interrupted, which closes the connection that it waits for. */
final class Crew implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Job<?>> jobs = new ArrayList<>();

    /** Something that may block and fail. */
    interface Work<T> {
        T run() throws Exception;
    }

    /** The same without a result. */
    interface Errand {
        void run() throws Exception;
    }

    /**
     * Work that was begun.
     *
     * @param subject says in a failure how far it was
     */
    record Job<T>(Object subject, Future<T> future) {
        boolean isDone() {
            return future.isDone();
        }
    }

    <T> Job<T> start(Object subject, Work<T> work) {
        var job = new Job<>(subject, threads.submit(work::run));
        jobs.add(job);
        return job;
    }

    Job<Boolean> begin(Object subject, Errand errand) {
        return start(subject, () -> {
            errand.run();
            return true;
        });
    }

    /** {@return what it came to, at most so many seconds later; fails with the first failure of anybody} */
    <T> T result(Job<T> job, int seconds) throws InterruptedException {
        for (int i = 0; i < seconds * 20; i++) {
            try {
                return job.future().get(50, TimeUnit.MILLISECONDS);
            } catch (TimeoutException _) {
                check();
            } catch (ExecutionException e) {
                throw failure(job, e.getCause());
            }
        }
        throw new AssertionError(
                "not done after " + seconds + " s: " + jobs.stream().filter(each -> !each.isDone())
                        .map(Job::subject).toList());
    }

    /** Fails if anybody has failed. */
    void check() {
        for (var job : jobs) {
            if (job.future().state() == Future.State.FAILED) {
                throw failure(job, job.future().exceptionNow());
            }
        }
    }

    private static AssertionError failure(Job<?> job, Throwable cause) {
        return new AssertionError(job.subject() + ": " + cause, cause);
    }

    /** Waits for all that was begun. */
    void join(int seconds) throws InterruptedException {
        for (var job : List.copyOf(jobs)) {
            result(job, seconds);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
