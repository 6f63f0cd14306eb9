package io.l7mp.core.registry;

import io.l7mp.spi.ConfigException;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where listeners and clusters may make files: {@code admin.file_roots}. Symbolic links count as what they lead to. Looks at the
 * disk, so threads that may block ask.
 *
 * @param folders anything below them is allowed; empty for anywhere
 */
public record FileRoots(List<String> folders) {
    /** Without limits. */
    public static final FileRoots ANYWHERE = new FileRoots(List.of());

    private static final Set<? extends OpenOption> APPEND = Set.of(StandardOpenOption.CREATE,
            StandardOpenOption.WRITE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);

    public FileRoots {
        folders = List.copyOf(folders);
    }

    /** A file that is allowed: the real path of a root, and the way from there without any link. */
    private record Place(Path root, Path way) {}

    /** {@return whether anything is forbidden} */
    public boolean limits() {
        return !folders.isEmpty();
    }

    /**
     * Refuses a path that leads out.
     *
     * @param setting where it stands
     * @throws ConfigException if no root holds it
     */
    public void check(String setting, String path) {
        if (limits() && place(path).isEmpty()) {
            throw new ConfigException(setting, path, "a file below one of admin.file_roots " + folders);
        }
    }

    private Optional<Place> place(String path) {
        try {
            var file = real(Path.of(path).toAbsolutePath());
            for (var folder : folders) {
                var root = real(Path.of(folder).toAbsolutePath());
                if (file.startsWith(root) && !file.equals(root)) {
                    return Optional.of(new Place(root, root.relativize(file)));
                }
            }
        } catch (IOException | InvalidPathException _) {
            // A link that leads nowhere, a folder that nobody may look into: who knows what is made there.
        }
        return Optional.empty();
    }

    /** {@return where a file is or would be made; only what is not there yet is taken by its name} */
    private static Path real(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return file.toRealPath();
        }
        var parent = file.getParent();
        var name = file.getFileName();
        if (parent == null || name == null || name.toString().equals("..")) {
            throw new NoSuchFileException(file.toString());
        }
        return name.toString().equals(".") ? real(parent) : real(parent).resolve(name);
    }

    /**
     * Opens a file to append to. Goes from folder to folder by their descriptors and follows no link, so that nobody who may write
     * below a root can lead it out between look and open.
     */
    public WritableByteChannel append(String path) throws IOException {
        var place = place(path)
                .orElseThrow(() -> new FileSystemException(path, null, "not below admin.file_roots"));
        try (var root = Files.newDirectoryStream(place.root())) {
            return append(secure(root), place.way());
        }
    }

    private static WritableByteChannel append(SecureDirectoryStream<Path> folder, Path way)
            throws IOException {
        var name = way.getName(0);
        if (way.getNameCount() == 1) {
            refuseOther(folder, name);
            return folder.newByteChannel(name, APPEND);
        }
        try (var inner = folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            return append(inner, way.subpath(1, way.getNameCount()));
        }
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> folder) throws IOException {
        if (folder instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        throw new FileSystemException("this file system cannot be walked safely");
    }

    /** A named pipe, say, would keep us waiting for whoever may read it some day. */
    private static void refuseOther(SecureDirectoryStream<Path> folder, Path name) throws IOException {
        try {
            var view = folder.getFileAttributeView(name, BasicFileAttributeView.class,
                    LinkOption.NOFOLLOW_LINKS);
            if (!view.readAttributes().isRegularFile()) {
                throw new FileSystemException(name.toString(), null, "not a regular file");
            }
        } catch (NoSuchFileException _) {
            // It will be made.
        }
    }
}
