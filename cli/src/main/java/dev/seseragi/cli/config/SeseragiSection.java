package dev.seseragi.cli.config;

import dev.seseragi.engine.ReplicatorSettings;
import dev.seseragi.engine.fence.TakeOverPolicy;
import dev.seseragi.ltx.PageFormat;
import dev.seseragi.store.encryption.KeySource;
import java.time.Duration;
import java.util.Optional;

/**
 * Our own section, which Litestream skips.
 *
 * @param pageFormat how pages are compressed
 * @param shutdownBudget how long the end may take
 * @param takeOver what a start does when another writer has not said that it ended
 * @param othersDeleteAfter how young an object may be that others delete
 * @param encryption where the key of encrypted replicas comes from
 * @param verify how it is proven that replicas can be restored
 */
record SeseragiSection(
    PageFormat pageFormat,
    Optional<Duration> shutdownBudget,
    Optional<TakeOverPolicy> takeOver,
    Optional<Duration> othersDeleteAfter,
    Optional<KeySource> encryption,
    VerifySection verify) {

  private static final SeseragiSection NONE =
      new SeseragiSection(
          PageFormat.BLOCK,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          VerifySection.NONE);

  static SeseragiSection read(Section top, LocalPaths paths) {
    return top.section("seseragi").map(section -> of(section, paths)).orElse(NONE);
  }

  private static SeseragiSection of(Section section, LocalPaths paths) {
    Optional<Duration> budget =
        section.duration("shutdown-budget", DurationRule.positive("shutdown budget"));
    PageFormat format =
        section
            .setting("page-format")
            .flatMap(SeseragiSection::pageFormat)
            .orElse(PageFormat.BLOCK);
    Optional<TakeOverPolicy> takeOver = takeOver(section);
    Optional<Duration> othersDeleteAfter =
        section.duration(
            "others-delete-after", DurationRule.notNegative("age at which others delete"));
    Optional<KeySource> encryption = EncryptionSection.read(section, paths);
    VerifySection verify = VerifySection.read(section, paths);
    section.rejectUnknown();
    return new SeseragiSection(format, budget, takeOver, othersDeleteAfter, encryption, verify);
  }

  /** The settings with what this section says about taking over. */
  ReplicatorSettings applyTo(ReplicatorSettings settings) {
    return settings
        .withTakeOver(takeOver.orElse(settings.takeOver()))
        .withDeletionAge(othersDeleteAfter.orElse(settings.deletionAge()));
  }

  private static Optional<TakeOverPolicy> takeOver(Section section) {
    Duration stillness =
        section
            .duration("take-over-stillness", DurationRule.positive("stillness"))
            .orElse(TakeOverPolicy.STEAL.stillness());
    Optional<Setting> found = section.setting("take-over");
    return found
        .flatMap(Setting::text)
        .flatMap(word ->
            TakeOverPolicy.Kind.named(word)
                .or(() ->
                    found.flatMap(setting ->
                        setting.error("must be steal, wait or fail (got %s)".formatted(word)))))
        .map(kind -> new TakeOverPolicy(kind, stillness));
  }

  private static Optional<PageFormat> pageFormat(Setting setting) {
    return setting
        .text()
        .flatMap(word ->
            switch (word) {
              case "block" -> Optional.of(PageFormat.BLOCK);
              case "frame" -> Optional.of(PageFormat.FRAME);
              default -> setting.error("must be block or frame (got %s)".formatted(word));
            });
  }
}
