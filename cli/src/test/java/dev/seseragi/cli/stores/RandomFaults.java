package dev.seseragi.cli.stores;

import dev.seseragi.cli.stores.RemoteServer.Right;
import dev.seseragi.testkit.wire.WireFault;
import dev.seseragi.testkit.wire.WireFault.Answer;
import dev.seseragi.testkit.wire.WireProxy;
import dev.seseragi.testkit.wire.WireRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Everything that can go wrong between a client and its server, drawn at random. */
final class RandomFaults {
  private static final int LONGEST_BURST = 4;
  private static final int LONGEST_PART_BYTES = 3_000;
  private static final int LONGEST_PAUSE_MILLIS = 200;
  private static final long SLOW_BYTES_PER_SECOND = 2_000_000;

  private final RemoteServer server;
  private final WireProxy proxy;
  private final RandomGenerator random;

  RandomFaults(RemoteServer server, WireProxy proxy, RandomGenerator random) {
    this.server = server;
    this.proxy = proxy;
    this.random = random;
  }

  /** The next requests of some kind meet a burst of one fault. */
  void soon() {
    WireFault[] burst = new WireFault[1 + random.nextInt(LONGEST_BURST)];
    Arrays.fill(burst, any());
    proxy.next(some(), burst);
  }

  /** From now on nothing gets through. */
  void outage() {
    List<WireFault> faults =
        List.of(
            new WireFault.Hang(),
            new WireFault.HangAfterwards(),
            new WireFault.Reset(),
            new WireFault.LoseAnswer(),
            new WireFault.CutRequest(part()),
            overload(),
            new WireFault.AnswerAfterwards(overload()));
    proxy.always(request -> true, faults.get(random.nextInt(faults.size())));
  }

  private Predicate<WireRequest> some() {
    return switch (random.nextInt(5)) {
      case 0 -> request -> server.needs(Right.CREATE, request);
      case 1 -> request -> server.needs(Right.LIST, request);
      case 2 -> request -> server.needs(Right.DELETE, request);
      case 3 -> request -> request.is("GET", "HEAD") && !server.needs(Right.LIST, request);
      default -> request -> true;
    };
  }

  private WireFault any() {
    return switch (random.nextInt(11)) {
      case 0 -> new WireFault.Reset();
      case 1 -> new WireFault.Hang();
      case 2 -> overload();
      case 3 -> new WireFault.CutRequest(part());
      case 4 -> new WireFault.Twice();
      case 5 -> new WireFault.LoseAnswer();
      case 6 -> new WireFault.HangAfterwards();
      case 7 -> new WireFault.AnswerAfterwards(overload());
      case 8 -> new WireFault.CutAnswer(part());
      case 9 -> new WireFault.ShortenAnswer(part());
      default ->
          new WireFault.Slow(
              Duration.ofMillis(random.nextInt(LONGEST_PAUSE_MILLIS)), SLOW_BYTES_PER_SECOND);
    };
  }

  private Answer overload() {
    int[] statuses = {429, 500, 503};
    return new Answer(statuses[random.nextInt(statuses.length)], Map.of(), "");
  }

  private long part() {
    return random.nextInt(LONGEST_PART_BYTES);
  }
}
