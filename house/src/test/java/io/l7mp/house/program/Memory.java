package io.l7mp.house.program;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What a process of the program holds: its live heap, and what it allocated outside, such as buffers. */
final class Memory implements AutoCloseable {
    private static final Pattern SIZE = Pattern
            .compile("<(total|system) type=\"(\\w+)\".* size=\"(\\d+)\"/>");

    private final JMXConnector connector;
    private final MBeanServerConnection server;
    private final MemoryMXBean heap;

    private Memory(JMXConnector connector) throws IOException {
        this.connector = connector;
        this.server = connector.getMBeanServerConnection();
        this.heap = ManagementFactory.newPlatformMXBeanProxy(server, ManagementFactory.MEMORY_MXBEAN_NAME,
                MemoryMXBean.class);
    }

    static Memory of(long pid) {
        try {
            var machine = VirtualMachine.attach(Long.toString(pid));
            var address = machine.startLocalManagementAgent();
            machine.detach();
            return new Memory(JMXConnectorFactory.connect(new JMXServiceURL(address)));
        } catch (AttachNotSupportedException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return bytes of live objects after a collection} */
    long heap() {
        heap.gc();
        return heap.getHeapMemoryUsage().getUsed();
    }

    /**
     * {@return bytes outside the heap that are allocated and not free} Buffers come from the C library and so do some structures of
     * the virtual machine; its own accounts do not know the first.
     */
    long direct() {
        long sum = 0;
        var sizes = SIZE.matcher(allocations());
        while (sizes.find()) {
            long size = Long.parseLong(sizes.group(3));
            sum += switch (sizes.group(2)) {
                case "current", "mmap" -> size;
                case "fast", "rest" -> -size;
                default -> 0;
            };
        }
        return sum;
    }

    /** {@return the part of malloc_info(3) that is about all arenas together} */
    private String allocations() {
        try {
            var report = (String) server.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "systemNativeHeapInfo", new Object[0], new String[0]);
            return report.substring(report.lastIndexOf("</heap>"));
        } catch (JMException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return platform threads that live} */
    long threads() {
        try {
            return ManagementFactory.newPlatformMXBeanProxy(server, ManagementFactory.THREAD_MXBEAN_NAME,
                    ThreadMXBean.class).getThreadCount();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return both} */
    long used() {
        return heap() + direct();
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
