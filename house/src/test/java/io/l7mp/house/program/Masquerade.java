package io.l7mp.house.program;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Datagrams under any sender's name, by a raw socket: a socket for each sender would take longer than the flood may. */
final class Masquerade implements AutoCloseable {
    private static final int AF_INET = 2;
    private static final int SOCK_RAW = 3;
    private static final int IPPROTO_RAW = 255;
    private static final byte[] PAYLOAD = "hello".getBytes(StandardCharsets.US_ASCII);
    private static final int IP = 20;
    private static final int UDP = 8;
    private static final int SOURCE = 12;
    private static final int SIZE = IP + UDP + PAYLOAD.length;
    private static final int ADDRESS_SIZE = 16;

    private final Arena arena = Arena.ofConfined();
    private final ByteBuffer packet;
    private final MemorySegment memory = arena.allocate(SIZE);
    private final MemorySegment to = arena.allocate(ADDRESS_SIZE);
    private final MethodHandle sendto = function("sendto", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT,
            ADDRESS,
            JAVA_INT);
    private final MethodHandle close = function("close", JAVA_INT, JAVA_INT);
    private final int socket;

    Masquerade(InetSocketAddress there) throws IOException {
        var host = there.getAddress().getAddress();
        packet = memory.asByteBuffer();
        packet.put((byte) (4 << 4 | IP / 4)).put((byte) 0).putShort((short) SIZE).putInt(0).put((byte) 64)
                .put((byte) 17)
                .putShort((short) 0).putInt(0).put(host);
        packet.putShort((short) 0).putShort((short) there.getPort()).putShort((short) (UDP + PAYLOAD.length))
                .putShort((short) 0).put(PAYLOAD);
        to.set(JAVA_BYTE, 0, (byte) AF_INET);
        MemorySegment.copy(MemorySegment.ofArray(host), 0, to, 4, host.length);
        socket = (int) call(function("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), AF_INET, SOCK_RAW,
                IPPROTO_RAW);
    }

    @SuppressWarnings("restricted") // there is no other way to a raw socket
    private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, arguments));
    }

    private static long call(MethodHandle function, Object... arguments) throws IOException {
        try {
            long result = ((Number) function.invokeWithArguments(arguments)).longValue();
            if (result < 0) {
                throw new IOException("the system refused it");
            }
            return result;
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Says hello. */
    void sendAs(byte[] host, int port) throws IOException {
        packet.put(SOURCE, host).putShort(IP, (short) port);
        try {
            long sent = (long) sendto.invokeExact(socket, memory, (long) SIZE, 0, to, ADDRESS_SIZE);
            if (sent != SIZE) {
                throw new IOException("not sent");
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        call(close, socket);
        arena.close();
    }
}
