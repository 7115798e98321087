package dev.seseragi.engine.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.ltx.PageSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PageSpoolTest {
  private static final PageSize SIZE = new PageSize(512);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void keepsTheNewestVersionOfEachPageInMemoryAndBeyond(long seed) throws IOException {
    Random random = new Random(seed);
    TreeMap<Integer, byte[]> model = new TreeMap<>();
    try (PageSpool spool = new PageSpool(SIZE, 256 * 1024, folder)) {
      for (int i = 0; i < 5000; i++) {
        int page = 1 + random.nextInt(2000);
        byte[] bytes = new byte[SIZE.bytes()];
        random.nextBytes(bytes);
        spool.put(page, bytes, 0);
        model.put(page, bytes);
        if (random.nextInt(500) == 0) {
          int limit = random.nextInt(2000);
          spool.truncate(limit);
          model.tailMap(limit, false).clear();
        }
      }
      assertThat(spool.pageNumbers())
          .isEqualTo(model.keySet().stream().mapToInt(Integer::intValue).toArray());
      byte[] page = new byte[SIZE.bytes()];
      for (var entry : model.entrySet()) {
        spool.read(entry.getKey(), page, 0);
        assertThat(page).isEqualTo(entry.getValue());
      }
    }
  }

  @Test
  void leavesNoFileBehindEvenWhileItIsOpen() throws IOException {
    try (PageSpool spool = new PageSpool(SIZE, 0, folder)) {
      spool.put(1, new byte[SIZE.bytes()], 0);
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files).isEmpty();
      }
    }
  }

  @Test
  void refusesToReadWhatIsNotThere() throws IOException {
    try (PageSpool spool = new PageSpool(SIZE, 1 << 20, folder)) {
      assertThatThrownBy(() -> spool.read(7, new byte[SIZE.bytes()], 0))
          .hasMessageContaining("page 7");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 300_000})
  void aSpillingOutputGivesBackWhatWasWritten(int length) throws IOException {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    try (SpillingOutput output = new SpillingOutput(65_536, folder)) {
      for (int at = 0; at < length; at += 1000) {
        output.write(bytes, at, Math.min(1000, length - at));
      }
      var body = output.toBody();
      assertThat(body.sizeBytes()).isEqualTo(length);
      for (int i = 0; i < 2; i++) {
        try (var in = body.open()) {
          assertThat(in.readAllBytes()).isEqualTo(bytes);
        }
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }
}
