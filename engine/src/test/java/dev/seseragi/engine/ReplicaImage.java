package dev.seseragi.engine;

import dev.seseragi.engine.replica.Replica;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.ltx.LtxDecoder;
import dev.seseragi.ltx.LtxHeader;
import dev.seseragi.ltx.PageSize;
import dev.seseragi.ltx.Txid;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;

/**
 * The plainest possible restore, as an oracle for tests: applies all level-0 segments in order,
 * page by page.
 */
public final class ReplicaImage {
  private ReplicaImage() {}

  public static void write(Replica replica, Path target) throws IOException {
    write(replica, replica.list().level(0), target);
  }

  public static void writeUpTo(Replica replica, Txid last, Path target) throws IOException {
    List<SegmentInfo> segments =
        replica.list().level(0).stream().filter(s -> !s.max().isAfter(last)).toList();
    write(replica, segments, target);
  }

  public static void write(Replica replica, List<SegmentInfo> segments, Path target)
      throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(target.toFile(), "rw")) {
      for (SegmentInfo segment : segments) {
        try (LtxDecoder decoder = new LtxDecoder(replica.open(segment), replica.nameOf(segment))) {
          LtxHeader header = decoder.header();
          PageSize size = header.pageSize();
          byte[] page = new byte[size.bytes()];
          for (int n = decoder.nextPage(page, 0); n != 0; n = decoder.nextPage(page, 0)) {
            file.seek(size.offsetOf(n));
            file.write(page);
          }
          file.setLength(size.bytesOf(header.commitPages()));
        }
      }
    }
  }
}
