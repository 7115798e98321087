package dev.seseragi.deploy;

import dev.seseragi.testkit.fixtures.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A page of docs/.
 *
 * @param text in Markdown
 */
record Page(String text) {
  static Page named(String path) throws IOException {
    return new Page(Files.readString(Fixtures.repositoryRoot().resolve("docs").resolve(path)));
  }

  /** The contents of its fenced blocks in that language, in order. */
  List<String> blocks(String language) {
    return Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
        .matcher(text)
        .results()
        .map(block -> block.group(1))
        .toList();
  }
}
