package io.l7mp.core.metric;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the system and the JVM say of this process, under the names that clients know. Reads a file, so not on an event loop. A
 * figure that this system does not have is left out.
 */
public final class ProcessFigures {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;
    private static final long KIBI = 1024;

    private ProcessFigures() {}

    /** {@return the figures as they are now} */
    public static List<Family> families() {
        var all = new ArrayList<Family>();
        addSystem(all);
        all.add(gauge("process_start_time_seconds", "Start of the process, in seconds since 1970",
                Sample.of(ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS)));
        addResident(all);
        addMemory(all);
        addCollectors(all);
        all.add(gauge("jvm_threads_current", "Platform threads",
                Sample.of((long) ManagementFactory.getThreadMXBean().getThreadCount())));
        return all;
    }

    private static Family gauge(String name, String help, Sample value) {
        return Family.gauge(name, help, List.of(value));
    }

    private static void addSystem(List<Family> all) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            all.add(Family.counter("process_cpu_seconds_total", "Time on processors, user and system",
                    List.of(Sample.of(system.getProcessCpuTime() / NANOS))));
            all.add(gauge("process_open_fds", "Open file descriptors",
                    Sample.of(system.getOpenFileDescriptorCount())));
            all.add(gauge("process_max_fds", "Most file descriptors that the process may open",
                    Sample.of(system.getMaxFileDescriptorCount())));
        }
    }

    private static void addResident(List<Family> all) {
        try (var lines = Files.lines(STATUS)) {
            lines.filter(line -> line.startsWith(RESIDENT)).findFirst()
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .ifPresent(kibibytes -> all.add(gauge("process_resident_memory_bytes", "Resident memory",
                            Sample.of(Long.parseLong(kibibytes) * KIBI))));
        } catch (IOException _) {
            // Not on this system.
        }
    }

    private static void addMemory(List<Family> all) {
        var memory = ManagementFactory.getMemoryMXBean();
        var heap = memory.getHeapMemoryUsage();
        var other = memory.getNonHeapMemoryUsage();
        all.add(Family.gauge("jvm_memory_used_bytes", "Memory in use, garbage included",
                List.of(Sample.of("area", "heap", heap.getUsed()),
                        Sample.of("area", "nonheap", other.getUsed()))));
        all.add(Family.gauge("jvm_memory_committed_bytes", "Memory taken from the system",
                List.of(Sample.of("area", "heap", heap.getCommitted()),
                        Sample.of("area", "nonheap", other.getCommitted()))));
        all.add(Family.gauge("jvm_memory_max_bytes", "Most memory that may be taken",
                List.of(Sample.of("area", "heap", heap.getMax()))));
        all.add(Family.gauge("jvm_buffer_pool_used_bytes", "Memory of buffers outside the heap",
                ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .map(pool -> Sample.of("pool", pool.getName(), pool.getMemoryUsed()))
                        .toList()));
    }

    private static void addCollectors(List<Family> all) {
        var collectors = ManagementFactory.getGarbageCollectorMXBeans();
        all.add(Family.counter("jvm_gc_collections_total", "Garbage collections",
                collectors.stream().map(gc -> Sample.of("gc", gc.getName(), gc.getCollectionCount()))
                        .toList()));
        all.add(Family.counter("jvm_gc_seconds_total", "Time of garbage collections",
                collectors.stream().map(ProcessFigures::seconds).toList()));
    }

    private static Sample seconds(GarbageCollectorMXBean gc) {
        return Sample.of("gc", gc.getName(), gc.getCollectionTime() / MILLIS);
    }
}
