package dev.seseragi.store.s3;

import dev.seseragi.store.StoreConfigurationException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Options as texts, by their keys in litestream.yml, and the values they stand for. */
final class S3Options {
  private static final Set<String> KNOWN =
      Set.of(
          "bucket",
          "path",
          "region",
          "endpoint",
          "access-key-id",
          "secret-access-key",
          "force-path-style",
          "sign-payload",
          "require-content-md5",
          "skip-verify",
          "storage-class",
          "part-size",
          "concurrency",
          "sse-customer-algorithm",
          "sse-customer-key",
          "sse-customer-key-path",
          "sse-kms-key-id");

  private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([A-Za-z]*)");
  private static final Map<String, Long> UNITS =
      Map.of(
          "", 1L,
          "b", 1L,
          "kb", 1_000L,
          "mb", 1_000_000L,
          "gb", 1_000_000_000L,
          "kib", 1L << 10,
          "mib", 1L << 20,
          "gib", 1L << 30);

  private final Map<String, String> values;

  /**
   * @param query of the URL
   * @param options of litestream.yml; they win
   */
  S3Options(Map<String, String> query, Map<String, String> options) {
    Set<String> unknown = new TreeSet<>(options.keySet());
    unknown.removeAll(KNOWN);
    if (!unknown.isEmpty()) {
      throw new StoreConfigurationException(
          "a replica on S3 has no option %s".formatted(String.join(", ", unknown)));
    }
    this.values = new HashMap<>(query);
    options.forEach((key, value) -> {
      if (!value.isEmpty()) {
        values.put(key, value);
      }
    });
  }

  Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key));
  }

  Optional<Boolean> truth(String key) {
    return text(key)
        .map(value ->
            switch (value.toLowerCase(Locale.ROOT)) {
              case "true", "t", "1", "yes" -> true;
              case "false", "f", "0", "no" -> false;
              default -> throw wrong(key, "true or false", value);
            });
  }

  Optional<Integer> number(String key) {
    return text(key)
        .map(value -> {
          try {
            return Integer.parseInt(value);
          } catch (NumberFormatException e) {
            throw wrong(key, "a whole number", value);
          }
        });
  }

  Optional<Long> sizeBytes(String key) {
    return text(key)
        .map(value -> {
          Matcher parts = SIZE.matcher(value.strip());
          Long unit = parts.matches() ? UNITS.get(parts.group(2).toLowerCase(Locale.ROOT)) : null;
          if (unit == null || parts.group(1).length() > 18) {
            throw wrong(key, "a size such as 8MiB", value);
          }
          return new BigDecimal(parts.group(1))
              .multiply(BigDecimal.valueOf(unit))
              .setScale(0, RoundingMode.DOWN)
              .min(BigDecimal.valueOf(Long.MAX_VALUE))
              .longValue();
        });
  }

  private static StoreConfigurationException wrong(String key, String expected, String found) {
    return new StoreConfigurationException(
        "%s must be %s (got %s)".formatted(key, expected, found));
  }
}
