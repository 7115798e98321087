package dev.seseragi.store.encryption;

import dev.seseragi.store.StoreConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Where the key of an encrypted replica comes from. No text of it shows a secret. */
public sealed interface KeySource {
  /** The variable that holds a key. */
  String KEY_VARIABLE = "SESERAGI_ENCRYPTION_KEY";

  /** The variable that names a file with a key. */
  String KEY_FILE_VARIABLE = "SESERAGI_ENCRYPTION_KEY_FILE";

  /** The variable that holds a command that writes a key. */
  String KEY_COMMAND_VARIABLE = "SESERAGI_ENCRYPTION_KEY_COMMAND";

  /** How long a command may take. */
  Duration COMMAND_TIMEOUT = Duration.ofSeconds(30);

  /** How much of a file, or of what a command writes, is looked at. */
  int MAX_TEXT_BYTES = 1024;

  /**
   * Reads the key.
   *
   * @param environment the variables of the process
   * @throws StoreConfigurationException if there is none; the message names the source alone
   */
  EncryptionKey key(Map<String, String> environment);

  /**
   * What the environment says where nothing else is configured.
   *
   * @throws StoreConfigurationException if it names more than one source, an empty one, or
   *     something that begins like these variables and is none of them
   */
  static Optional<KeySource> ofEnvironment(Map<String, String> environment) {
    Set<String> given = new TreeSet<>(environment.keySet());
    given.removeIf(name -> !name.startsWith("SESERAGI_ENCRYPTION"));
    if (given.isEmpty()) {
      return Optional.empty();
    }
    List<String> known = List.of(KEY_VARIABLE, KEY_FILE_VARIABLE, KEY_COMMAND_VARIABLE);
    if (given.size() > 1 || !known.containsAll(given)) {
      throw new StoreConfigurationException(
          "the encryption key is named by one of the variables %s, found %s; unset what is not meant"
              .formatted(String.join(", ", known), String.join(", ", given)));
    }
    String name = given.iterator().next();
    String value = environment.getOrDefault(name, "");
    if (value.isBlank()) {
      throw new StoreConfigurationException(
          "the encryption key is to be named by the variable %s, which is empty: give it a value, or unset it"
              .formatted(name));
    }
    return Optional.of(
        switch (name) {
          case KEY_VARIABLE -> new Variable(name);
          case KEY_FILE_VARIABLE -> new KeyFile(Path.of(value));
          default -> new Command(value);
        });
  }

  /** A key that the program has at hand. */
  record Given(EncryptionKey key) implements KeySource {
    @Override
    public EncryptionKey key(Map<String, String> environment) {
      return key;
    }
  }

  /**
   * The variable of the environment with this name.
   *
   * @param name letters, digits and underscores
   */
  record Variable(String name) implements KeySource {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Whether a variable may have this name; what looks like a key itself is none. */
    public static boolean isName(String text) {
      return NAME.matcher(text).matches() && !EncryptionKey.isKey(text);
    }

    /** Checks the name, which is not shown if it is none: it may be a key. */
    public Variable {
      if (!isName(name)) {
        throw new StoreConfigurationException(
            "the encryption key must be named by a variable's name, not given itself");
      }
    }

    @Override
    public EncryptionKey key(Map<String, String> environment) {
      String text = environment.getOrDefault(name, "");
      if (text.isBlank()) {
        throw new StoreConfigurationException(
            "the encryption key is to be in the variable %s, which is not set".formatted(name));
      }
      return EncryptionKey.parse(text, "the variable " + name);
    }
  }

  /** A text file with nothing but the key. */
  record KeyFile(Path file) implements KeySource {
    @Override
    public EncryptionKey key(Map<String, String> environment) {
      return EncryptionKey.parse(text(), "the file " + file);
    }

    private String text() {
      try (var in = Files.newInputStream(file)) {
        return new String(in.readNBytes(MAX_TEXT_BYTES), StandardCharsets.ISO_8859_1);
      } catch (NoSuchFileException e) {
        throw new StoreConfigurationException(
            "the encryption key is to be in the file %s, which does not exist".formatted(file), e);
      } catch (IOException e) {
        throw new StoreConfigurationException(
            "cannot read the encryption key in the file %s: %s".formatted(file, e), e);
      }
    }
  }

  /**
   * A line for {@code /bin/sh} that writes the key to its standard output. What it writes to
   * standard error goes where that of this process goes.
   */
  record Command(String line) implements KeySource {
    @Override
    public EncryptionKey key(Map<String, String> environment) {
      List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", line));
      try {
        Process process =
            new ProcessBuilder(words)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return EncryptionKey.parse(output(process), "the output of the key command");
      } catch (IOException e) {
        throw new StoreConfigurationException("cannot run the key command: " + e.getMessage(), e);
      }
    }

    private static String output(Process process) throws IOException {
      FutureTask<String> text =
          new FutureTask<>(() ->
              new String(
                  process.getInputStream().readNBytes(MAX_TEXT_BYTES),
                  StandardCharsets.ISO_8859_1));
      Thread.ofVirtual().start(text);
      try {
        long deadline = System.nanoTime() + COMMAND_TIMEOUT.toNanos();
        String found = text.get(COMMAND_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
        if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          throw failed("did not end within %d s".formatted(COMMAND_TIMEOUT.toSeconds()));
        }
        if (process.exitValue() != 0) {
          throw failed("ended with exit code " + process.exitValue());
        }
        return found;
      } catch (TimeoutException e) {
        throw failed("did not end within %d s".formatted(COMMAND_TIMEOUT.toSeconds()));
      } catch (ExecutionException e) {
        throw new IOException("its output cannot be read", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw failed("was interrupted");
      } finally {
        process.destroyForcibly();
      }
    }

    private static StoreConfigurationException failed(String what) {
      return new StoreConfigurationException(
          "the command that is to write the encryption key "
              + what
              + "; run it by hand, it must write the key alone");
    }

    /** The line may hold a secret. */
    @Override
    public String toString() {
      return "key command";
    }
  }
}
