package dev.seseragi.engine.proof;

import dev.seseragi.engine.proof.Proof.Cost;
import dev.seseragi.engine.proof.Proof.Outcome;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What all proofs of one database have come to. Immutable.
 *
 * @param provenRestorable the moment up to which a restore is proven: what was committed before it
 *     was restored from the store alone, and was equal to the database. May come from an earlier
 *     process of the same state folder; empty if nothing is proven
 * @param last the last proof of this process
 * @param counts how many proofs of this process ended how
 * @param total what all of them asked of the store
 */
public record Proofs(
    Optional<Instant> provenRestorable,
    Optional<Proof> last,
    Map<Outcome, Long> counts,
    Cost total) {

  /** Nothing is known. */
  public static final Proofs NONE =
      new Proofs(Optional.empty(), Optional.empty(), Map.of(), Cost.NONE);

  /** Copies the map. */
  public Proofs {
    counts = Map.copyOf(counts);
  }

  /** How many proofs ended so. */
  public long count(Outcome outcome) {
    return counts.getOrDefault(outcome, 0L);
  }

  /** What an earlier process has proven. */
  public static Proofs since(Optional<Instant> provenRestorable) {
    return new Proofs(provenRestorable, Optional.empty(), Map.of(), Cost.NONE);
  }

  /** The same with one proof more. */
  public Proofs with(Proof proof) {
    Map<Outcome, Long> more = new EnumMap<>(Outcome.class);
    more.putAll(counts);
    more.merge(proof.outcome(), 1L, Long::sum);
    return new Proofs(
        proof.outcome().isGood() ? Optional.of(proof.asOf()) : provenRestorable,
        Optional.of(proof),
        more,
        total.plus(proof.cost()));
  }
}
