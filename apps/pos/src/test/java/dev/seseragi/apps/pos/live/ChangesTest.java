package dev.seseragi.apps.pos.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.apps.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class ChangesTest {
  private final Changes changes = new Changes(new SplittableRandom(1), "build");

  private void publish(int count) {
    for (int i = 1; i <= count; i++) {
      changes.publish(Change.ofOrder(i, List.of()));
    }
  }

  /** What a stream tells that begins now and is ended at once. */
  private String told(String lastEventId) throws Exception {
    Subscription stream = changes.subscribe(lastEventId);
    stream.end();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    stream.writeTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private String idOf(long seq) {
    return changes.now().epoch() + "-" + seq;
  }

  @Test
  void whoMissedAThousandGetsThemAndWhoMissedMoreFetchesAll() throws Exception {
    publish(1_001);

    assertThat(told(idOf(1)))
        .contains("\"order_ids\":[2]", "\"order_ids\":[1001]")
        .doesNotContain("event: reset");
    assertThat(told(idOf(0))).contains("event: reset").doesNotContain("event: change");
    assertThat(told(idOf(1_001))).doesNotContain("event: reset", "event: change");
    assertThat(told(idOf(2_000))).contains("event: reset");
  }

  @Test
  void aPingComesAlsoWhileOrdersCome() throws Exception {
    Subscription stream = new Subscription(List.of(), Duration.ofMillis(50), one -> {});
    AtomicBoolean isPinged = new AtomicBoolean();
    Thread.ofVirtual()
        .start(() -> {
          while (!isPinged.get()) {
            stream.offer(new Event("change", "", new JsonWriter().beginObject().endObject()));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
          }
        });

    stream.writeTo(
        new ByteArrayOutputStream() {
          @Override
          public void flush() {
            if (toString(StandardCharsets.UTF_8).contains("event: ping")) {
              isPinged.set(true);
              stream.end();
            }
            reset();
          }
        });

    assertThat(isPinged).isTrue();
  }

  @Test
  void whoCannotFollowIsSentAway() {
    var _ = changes.subscribe("");
    publish(Subscription.CAPACITY);
    assertThat(changes.openStreams()).isEqualTo(1);

    publish(1);

    assertThat(changes.openStreams()).isZero();
  }
}
