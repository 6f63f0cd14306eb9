package io.l7mp.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The system calls of datagram sockets: socket, bind, connect, getsockname, setsockopt, recvmmsg, sendmmsg and close (2). Each
 * answers what the call answers, or the negative error number. Pointers are addresses of memory outside the heap; no call blocks, as
 * sockets are made non-blocking. Constants and structures are those of 64-bit Linux, x86_64 and aarch64 alike.
 *
 * <p>An instance is one thread's, because the error number is captured in memory of its own.
 */
final class Syscalls {
    /** A flag of sendmmsg: an error is an answer and no signal. */
    static final int MSG_NOSIGNAL = 0x4000;

    private final MemorySegment captured = Arena.ofAuto().allocate(Calls.CAPTURE);

    /** The functions, looked up when the first socket is made. */
    private static final class Calls {
        static final MemoryLayout CAPTURE = Linker.Option.captureStateLayout();
        static final long ERRNO = CAPTURE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
        private static final Linker LINKER = Linker.nativeLinker();
        private static final SymbolLookup LIBRARY = LINKER.defaultLookup();

        static final MethodHandle SOCKET = call("socket", JAVA_INT, JAVA_INT, JAVA_INT);
        static final MethodHandle BIND = call("bind", JAVA_INT, JAVA_LONG, JAVA_INT);
        static final MethodHandle CONNECT = call("connect", JAVA_INT, JAVA_LONG, JAVA_INT);
        static final MethodHandle GETSOCKNAME = call("getsockname", JAVA_INT, JAVA_LONG, JAVA_LONG);
        static final MethodHandle SETSOCKOPT = call("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG,
                JAVA_INT);
        static final MethodHandle RECVMMSG = call("recvmmsg", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT,
                JAVA_LONG);
        static final MethodHandle SENDMMSG = call("sendmmsg", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
        static final MethodHandle CLOSE = call("close", JAVA_INT);

        @SuppressWarnings("restricted") // functions of the C library, with the arguments of their manual pages
        private static MethodHandle call(String name, MemoryLayout... arguments) {
            var function = LIBRARY.find(name)
                    .orElseThrow(() -> new IllegalStateException("the C library has no " + name));
            return LINKER.downcallHandle(function, FunctionDescriptor.of(JAVA_INT, arguments),
                    Linker.Option.captureCallState("errno"));
        }
    }

    private int result(int answer) {
        return answer >= 0 ? answer : -captured.get(JAVA_INT, Calls.ERRNO);
    }

    private static IllegalStateException impossible(Throwable thrown) {
        return new IllegalStateException("a foreign function threw", thrown);
    }

    int socket(int family, int type) {
        try {
            return result((int) Calls.SOCKET.invokeExact(captured, family, type, 0));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    int bind(int fd, long address, int length) {
        try {
            return result((int) Calls.BIND.invokeExact(captured, fd, address, length));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    int connect(int fd, long address, int length) {
        try {
            return result((int) Calls.CONNECT.invokeExact(captured, fd, address, length));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    int getsockname(int fd, long address, long length) {
        try {
            return result((int) Calls.GETSOCKNAME.invokeExact(captured, fd, address, length));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    int setsockopt(int fd, int level, int name, long value, int length) {
        try {
            return result((int) Calls.SETSOCKOPT.invokeExact(captured, fd, level, name, value, length));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    // hot path
    int recvmmsg(int fd, long headers, int count, int flags) {
        try {
            return result((int) Calls.RECVMMSG.invokeExact(captured, fd, headers, count, flags, 0L));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    // hot path
    int sendmmsg(int fd, long headers, int count, int flags) {
        try {
            return result((int) Calls.SENDMMSG.invokeExact(captured, fd, headers, count, flags));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    int close(int fd) {
        try {
            return result((int) Calls.CLOSE.invokeExact(captured, fd));
        } catch (Throwable t) {
            throw impossible(t);
        }
    }
}
