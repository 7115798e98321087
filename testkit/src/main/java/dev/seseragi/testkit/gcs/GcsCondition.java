package dev.seseragi.testkit.gcs;

import org.jspecify.annotations.Nullable;

/**
 * The precondition {@code ifGenerationMatch}.
 *
 * @param generation of the live object; 0 demands that there is none; null demands nothing
 */
record GcsCondition(@Nullable Long generation) {
  static GcsCondition of(GcsRequest request) {
    String value = request.parameter("ifGenerationMatch");
    return new GcsCondition(value.isEmpty() ? null : Long.valueOf(value));
  }

  boolean holdsFor(@Nullable FakeObject live) {
    return generation == null || generation == (live == null ? 0 : live.generation());
  }
}
