package dev.seseragi.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;

/** The text of a file of the repository. */
record TextFile(String text) {
  /** The file at that path from the root. */
  static TextFile at(String path) throws IOException {
    return new TextFile(Files.readString(Shell.root().resolve(path)));
  }

  /** The first group of each match, in order. */
  List<String> found(String pattern) {
    return Pattern.compile(pattern, Pattern.DOTALL | Pattern.MULTILINE)
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  /** The contents of a page's fenced blocks in that language, in order. */
  List<String> blocks(String language) {
    return found("^```" + language + "\n(.*?)^```$");
  }
}
