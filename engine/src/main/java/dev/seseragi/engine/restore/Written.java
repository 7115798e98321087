package dev.seseragi.engine.restore;

import dev.seseragi.ltx.PageSize;
import java.util.Optional;

/**
 * A database that has been written.
 *
 * @param pageSize of its pages
 * @param commitPages how many it has
 * @param tail the newest segment read; empty for what Litestream 0.3 wrote
 */
record Written(PageSize pageSize, int commitPages, Optional<RestoreResult.Tail> tail) {}
