package dev.seseragi.apps.pos.stream;

import java.nio.file.Path;

/**
 * Where a demo keeps what it has, so that its page can say what to try.
 *
 * @param data may be deleted at any time
 * @param replica gives everything back
 */
public record DemoFolders(Path data, Path replica) {}
