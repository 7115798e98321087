package dev.seseragi.bench.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.bench.s3.RequestTally.Place;
import dev.seseragi.bench.s3.RequestTally.Traffic;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RequestTallyTest {
  private static final Place SLOT = new Place(RequestKind.PUT, "0000");
  private static final Place MERGED = new Place(RequestKind.PUT, "0001");
  private static final Place LISTED = new Place(RequestKind.LIST, "");

  private final RequestTally early =
      new RequestTally(Map.of(SLOT, new Traffic(2, 200, 0), LISTED, new Traffic(1, 0, 500)));
  private final RequestTally late =
      new RequestTally(
          Map.of(
              SLOT, new Traffic(5, 700, 0),
              MERGED, new Traffic(1, 400, 0),
              LISTED, new Traffic(1, 0, 500)));

  @Test
  void aDifferenceHasOnlyWhatCameSince() {
    RequestTally since = late.since(early);

    assertThat(since.requests()).isEqualTo(4);
    assertThat(since.requests(RequestKind.PUT, "0000")).isEqualTo(3);
    assertThat(since.requests(RequestKind.LIST)).isZero();
    assertThat(since.sentBytes()).isEqualTo(900);
    assertThat(since.sentBytes("0001")).isEqualTo(400);
    assertThat(since.receivedBytes()).isZero();
    assertThat(late.since(late).isReadOnly()).isTrue();
  }

  @Test
  void itsLinesAreReadAgain() {
    assertThat(RequestTally.parse(late.lines())).isEqualTo(late);
    assertThat(RequestTally.parse(RequestTally.NONE.lines())).isEqualTo(RequestTally.NONE);
  }
}
