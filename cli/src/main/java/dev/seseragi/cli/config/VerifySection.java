package dev.seseragi.cli.config;

import dev.seseragi.engine.proof.ProofSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a {@code seseragi:} section says about proofs.
 *
 * @param interval from one proof to the next; zero for none; empty if nothing is said
 * @param folder where there is room for them; empty if nothing is said
 */
record VerifySection(Optional<Duration> interval, Optional<Path> folder) {

  static final VerifySection NONE = new VerifySection(Optional.empty(), Optional.empty());

  static VerifySection read(Section own, LocalPaths paths) {
    return new VerifySection(
        own.duration("verify-interval", DurationRule.notNegative("verify interval")),
        own.text("verify-folder").map(paths::resolve));
  }

  /** This, and where it says nothing, what another section says. */
  VerifySection or(VerifySection general) {
    return new VerifySection(interval.or(general::interval), folder.or(general::folder));
  }

  /** How proofs are made; empty if none are. */
  Optional<ProofSettings> settings() {
    return interval
        .filter(wait -> !wait.isZero())
        .map(ProofSettings::every)
        .map(every -> folder.map(every::withFolder).orElse(every));
  }
}
