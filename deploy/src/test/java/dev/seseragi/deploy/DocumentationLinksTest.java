package dev.seseragi.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Links between pages lead somewhere, and so do the files and tests that pages name. */
final class DocumentationLinksTest {
  private static final Path ROOT = Shell.root();
  private static final Pattern CODE =
      Pattern.compile("^```.*?^```$|`[^`\n]*`", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.*)$");
  private static final Pattern NAMED_FILE =
      Pattern.compile("\\b(?:docs|deploy)/[A-Za-z0-9_./-]*[A-Za-z0-9_]");

  private static final Pattern NAMED_TEST =
      Pattern.compile("`(?:[a-z]+\\.)*([A-Z]\\w*Test)(?:\\.([a-z]\\w+))?`");

  @Test
  void everyLinkLeadsToAPageAndAHeadingThatAreThere() throws IOException {
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (Path page : pages()) {
      String text = CODE.matcher(Files.readString(page)).replaceAll("");
      for (MatchResult link : LINK.matcher(text).results().toList()) {
        links++;
        if (!isThere(page, link.group(1))) {
          broken.add(ROOT.relativize(page) + ": " + link.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
    assertThat(links).isGreaterThan(60);
  }

  private static boolean isThere(Path page, String link) throws IOException {
    if (link.matches("[a-z]+:.*")) {
      return true;
    }
    String[] parts = link.split("#", 2);
    Path target =
        parts[0].isEmpty()
            ? page
            : page.resolveSibling(URLDecoder.decode(parts[0], StandardCharsets.UTF_8)).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    return parts.length == 1 || anchors(target).contains(parts[1]);
  }

  /** As GitHub and the site make them of headings. */
  private static Set<String> anchors(Path page) throws IOException {
    Set<String> anchors = new HashSet<>();
    String text =
        Pattern.compile("^```.*?^```$", Pattern.DOTALL | Pattern.MULTILINE)
            .matcher(Files.readString(page))
            .replaceAll("");
    for (MatchResult heading : HEADING.matcher(text).results().toList()) {
      String slug =
          heading
              .group(1)
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N}_ -]", "")
              .replace(' ', '-');
      for (int again = 1; !anchors.add(slug); again++) {
        slug = slug.replaceAll("-\\d+$", "") + "-" + again;
      }
    }
    return anchors;
  }

  @Test
  void everyFileThatAPageNamesIsThere() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Path page : pages()) {
      String text = LINK.matcher(Files.readString(page)).replaceAll("");
      for (MatchResult name : NAMED_FILE.matcher(text).results().toList()) {
        boolean isMade = name.group().contains("/target/");
        if (!isMade && !isBegun(ROOT.resolve(name.group()))) {
          missing.add(ROOT.relativize(page) + ": " + name.group());
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  /** A number stands for a decision: docs/decisions/0010. */
  private static boolean isBegun(Path file) throws IOException {
    Path folder = file.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      String start = file.getFileName().toString();
      return files.anyMatch(there -> there.getFileName().toString().startsWith(start));
    }
  }

  @Test
  void everyTestThatAPageNamesIsThere() throws IOException {
    Map<String, String> tests = tests();
    List<String> missing = new ArrayList<>();
    int named = 0;
    for (Path page : pages()) {
      for (MatchResult name : NAMED_TEST.matcher(Files.readString(page)).results().toList()) {
        named++;
        String source = tests.getOrDefault(name.group(1), "");
        boolean isThere = name.group(2) == null || source.contains("void " + name.group(2) + "(");
        if (source.isEmpty() || !isThere) {
          missing.add(ROOT.relativize(page) + ": " + name.group());
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(named).isGreaterThan(60);
  }

  /** The sources of all tests by the simple name of their class. */
  private static Map<String, String> tests() throws IOException {
    Map<String, String> tests = new HashMap<>();
    for (String module : TextFile.at("pom.xml").found("<module>(.*?)</module>")) {
      Path sources = ROOT.resolve(module).resolve("src/test/java");
      if (Files.isDirectory(sources)) {
        try (Stream<Path> files = Files.walk(sources)) {
          for (Path file : files.filter(it -> it.toString().endsWith("Test.java")).toList()) {
            String name = file.getFileName().toString().replace(".java", "");
            tests.merge(name, Files.readString(file), String::concat);
          }
        }
      }
    }
    return tests;
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (String name : List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md")) {
      pages.add(ROOT.resolve(name));
    }
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }
}
