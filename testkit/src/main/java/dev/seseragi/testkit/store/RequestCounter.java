package dev.seseragi.testkit.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counts requests and bytes. Safe for use by many threads. */
final class RequestCounter {
  private final Map<Operation, LongAdder> requests = new EnumMap<>(Operation.class);
  private final Map<Operation, LongAdder> bytes = new EnumMap<>(Operation.class);

  RequestCounter() {
    for (Operation operation : Operation.values()) {
      requests.put(operation, new LongAdder());
      bytes.put(operation, new LongAdder());
    }
  }

  void countRequest(Operation operation) {
    adder(requests, operation).increment();
  }

  void countBytes(Operation operation, long count) {
    adder(bytes, operation).add(count);
  }

  /** Counts what is taken from a stream. */
  InputStream counting(InputStream stream) {
    return new FilterInputStream(stream) {
      @Override
      public int read() throws IOException {
        int value = super.read();
        countBytes(Operation.READ, value < 0 ? 0 : 1);
        return value;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        countBytes(Operation.READ, Math.max(0, count));
        return count;
      }
    };
  }

  RequestCounts counts() {
    return new RequestCounts(sums(requests), sums(bytes));
  }

  private static LongAdder adder(Map<Operation, LongAdder> adders, Operation operation) {
    return Objects.requireNonNull(adders.get(operation));
  }

  private static Map<Operation, Long> sums(Map<Operation, LongAdder> adders) {
    Map<Operation, Long> sums = new EnumMap<>(Operation.class);
    adders.forEach((operation, adder) -> sums.put(operation, adder.sum()));
    return sums;
  }
}
