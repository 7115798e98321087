package dev.seseragi.cli.config;

import dev.seseragi.store.encryption.EncryptionKey;
import dev.seseragi.store.encryption.KeySource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code encryption:}. What is not understood is an error: it must not mean plain text. */
final class EncryptionSection {
  private static final String NAME = "encryption";
  private static final String SECRET =
      "a secret does not belong into the configuration; put it into a variable and name that by"
          + " key-env, or into a file and name that by key-file";

  private EncryptionSection() {}

  /** Where the key comes from, as a {@code seseragi:} section says; empty if it does not say. */
  static Optional<KeySource> read(Section own, LocalPaths paths) {
    own.demandValue(NAME, "needs key-env, key-file or key-command; or remove it");
    return own.section(NAME).flatMap(section -> source(section, paths));
  }

  private static Optional<KeySource> source(Section section, LocalPaths paths) {
    for (String key : List.of("key", "password", "passphrase", "secret")) {
      section.refuse(key, SECRET);
    }
    Optional<Setting> variable = section.setting("key-env");
    Optional<Setting> file = section.setting("key-file");
    Optional<Setting> command = section.setting("key-command");
    section.rejectUnknown();
    if (Stream.of(variable, file, command).filter(Optional::isPresent).count() != 1) {
      section.error("needs exactly one of key-env, key-file and key-command");
      return Optional.empty();
    }
    return variable
        .flatMap(EncryptionSection::variable)
        .or(() -> file.flatMap(setting -> file(setting, paths)))
        .or(() -> command.flatMap(EncryptionSection::command));
  }

  /** A value that is no name may be the secret itself: it is not shown. */
  private static Optional<KeySource> variable(Setting setting) {
    return setting
        .text()
        .flatMap(name ->
            KeySource.Variable.isName(name)
                ? Optional.of(new KeySource.Variable(name))
                : setting.error("must be the name of a variable, not a key; " + SECRET));
  }

  private static Optional<KeySource> file(Setting setting, LocalPaths paths) {
    return setting
        .text()
        .flatMap(path ->
            EncryptionKey.isKey(path)
                ? setting.error("must be a path, not a key; " + SECRET)
                : Optional.of(new KeySource.KeyFile(paths.resolve(path))));
  }

  private static Optional<KeySource> command(Setting setting) {
    return setting
        .text()
        .flatMap(line ->
            EncryptionKey.isKey(line)
                ? setting.error("must be a command, not a key; " + SECRET)
                : Optional.of(new KeySource.Command(line)));
  }
}
