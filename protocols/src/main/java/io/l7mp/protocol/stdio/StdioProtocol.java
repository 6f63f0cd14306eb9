package io.l7mp.protocol.stdio;

import io.l7mp.spi.ClusterEnv;
import io.l7mp.spi.Connector;
import io.l7mp.spi.OutboundProtocol;
import io.l7mp.spi.Traits;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** The program's own standard output and input, whatever they are: terminal, file, pipe or closed. */
public final class StdioProtocol implements OutboundProtocol<StdioClusterSpec> {
    private final Stdin input;
    private final OutputStream output;

    /** Made by the service loader, once for the program, as there is one standard input. */
    public StdioProtocol() {
        this(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
    }

    StdioProtocol(InputStream input, OutputStream output) {
        this.input = new Stdin(input);
        this.output = output;
    }

    @Override
    public String name() {
        return "Stdio";
    }

    @Override
    public Class<StdioClusterSpec> clusterSpec() {
        return StdioClusterSpec.class;
    }

    @Override
    public Traits clusterTraits(StdioClusterSpec spec, Traits input) {
        return Traits.BYTES;
    }

    @Override
    public boolean retriable() {
        return false;
    }

    @Override
    public Optional<String> virtual() {
        return Optional.of("None");
    }

    @Override
    public Connector open(StdioClusterSpec spec, ClusterEnv env) {
        return new StdioConnector(env, input, output);
    }
}
