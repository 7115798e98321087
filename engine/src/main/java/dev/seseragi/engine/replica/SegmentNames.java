package dev.seseragi.engine.replica;

import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import dev.seseragi.store.LevelNaming;
import dev.seseragi.store.ObjectInfo;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Between a segment's level and range and the name of its object, for one kind of store. */
final class SegmentNames {
  /** Exactly what Litestream reads; it skips every other name in silence, and so do we. */
  private static final Pattern FILE = Pattern.compile("([0-9a-f]{16})-([0-9a-f]{16})\\.ltx");

  /** The folder of each level. */
  private final List<String> folders;

  SegmentNames(LevelNaming naming) {
    this.folders =
        IntStream.rangeClosed(0, SegmentInfo.SNAPSHOT_LEVEL).mapToObj(naming::folder).toList();
  }

  String name(int level, TxidRange range) {
    return folders.get(level) + range + ".ltx";
  }

  /** The segment that an object is, or empty if its name is not a segment's. */
  Optional<SegmentInfo> parse(ObjectInfo object) {
    for (int level = 0; level <= SegmentInfo.SNAPSHOT_LEVEL; level++) {
      String folder = folders.get(level);
      if (object.name().startsWith(folder)) {
        return segment(level, object, object.name().substring(folder.length()));
      }
    }
    return Optional.empty();
  }

  private static Optional<SegmentInfo> segment(int level, ObjectInfo object, String file) {
    return parseRange(file)
        .map(range -> new SegmentInfo(level, range, object.sizeBytes(), object.timestamp()));
  }

  private static Optional<TxidRange> parseRange(String file) {
    Matcher matcher = FILE.matcher(file);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new TxidRange(Txid.parse(matcher.group(1)), Txid.parse(matcher.group(2))));
    } catch (IllegalArgumentException outOfOrder) {
      return Optional.empty();
    }
  }
}
