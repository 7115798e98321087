package dev.seseragi.engine.compact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class WriterOrderTest {
  private static Optional<String> follow(long... nodeIds) {
    WriterOrder order = new WriterOrder();
    Optional<String> problem = Optional.empty();
    for (long nodeId : nodeIds) {
      problem = order.follow(nodeId);
    }
    return problem;
  }

  private static long writer(long epoch, long random) {
    return epoch << 32 | random;
  }

  @Test
  void laterEpochsMayFollow() {
    assertThat(follow(writer(1, 9), writer(1, 9), writer(2, 3), writer(0xffff_ffffL, 1))).isEmpty();
  }

  @Test
  void litestreamMayComeBetween() {
    assertThat(follow(0, writer(1, 9), 0, 0, writer(2, 3))).isEmpty();
  }

  @Test
  void anEpochNeverFalls() {
    assertThat(follow(writer(2, 1), writer(1, 1)).orElseThrow())
        .contains("0000000100000001", "0000000200000001", "later epoch");
  }

  @Test
  void aWriterThatWasLeftNeverComesBack() {
    assertThat(follow(writer(1, 1), writer(1, 2), writer(1, 1)).orElseThrow())
        .contains("0000000100000001", "0000000100000002", "taken over");
    assertThat(follow(writer(1, 1), 0, writer(1, 1))).isPresent();
  }
}
