package dev.seseragi.training;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Makes one jar of those of a class path, for this version of Java. A start that looks for services
 * opens every jar of the class path, and reads the manifest of each: with 84 of them that is a
 * fifth of its CPU.
 *
 * <p>As on a class path the first of several entries wins; descriptions of services are put behind
 * each other, and so are licences and notices that differ; of what a jar has for several versions
 * of Java the newest that fits is taken. Signatures are left out: they are of the jars. Of what
 * Maven says of each jar its name and version stay, for those who look for known faults. The same
 * jars give the same bytes.
 */
public final class OneJar {
  private static final String WITHOUT = "-without";
  private static final String SERVICES = "META-INF/services/";
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "META-INF/MANIFEST.MF|META-INF/INDEX.LIST|(.*/)?module-info\\.class"
              + "|META-INF/maven/.*/pom\\.xml|META-INF/versions/.*"
              + "|META-INF/[^/]*\\.(SF|RSA|DSA|EC)");
  private static final Pattern TERMS = Pattern.compile("META-INF/(LICENSE|NOTICE)[^/]*");

  /** The first moment that a zip can tell. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private final Pattern leftOut;

  private OneJar(Pattern leftOut) {
    this.leftOut = leftOut;
  }

  /**
   * Arguments: the jar to make, and the jars it is made of, in the order of the class path; before
   * them, if wanted, {@code -without} and the beginning of the names that are left out.
   */
  public static void main(String[] args) throws IOException {
    List<String> words = List.of(args);
    Pattern leftOut = LEFT_OUT;
    if (words.getFirst().equals(WITHOUT)) {
      leftOut = Pattern.compile(LEFT_OUT + "|" + Pattern.quote(words.get(1)) + ".*");
      words = words.subList(2, words.size());
    }
    OneJar merged = new OneJar(leftOut);
    for (String jar : words.subList(1, words.size())) {
      merged.add(Path.of(jar));
    }
    merged.write(Path.of(words.getFirst()));
  }

  private void add(Path path) throws IOException {
    try (JarFile jar = new JarFile(path.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
      for (String name : names(jar)) {
        byte[] content = read(jar, name);
        if (name.startsWith(SERVICES)) {
          entries.merge(name, content, OneJar::joined);
        } else if (TERMS.matcher(name).matches()) {
          entries.merge(name, content, OneJar::joinedOnce);
        } else {
          entries.putIfAbsent(name, content);
        }
      }
    }
  }

  /** Of versioned entries the names without the version: the jar gives the one that fits. */
  private List<String> names(JarFile jar) {
    List<String> names = new ArrayList<>();
    jar.versionedStream()
        .filter(entry -> !entry.isDirectory() && !leftOut.matcher(entry.getName()).matches())
        .forEach(entry -> names.add(entry.getName()));
    Collections.sort(names);
    return names;
  }

  private static byte[] read(JarFile jar, String name) throws IOException {
    try (InputStream in = jar.getInputStream(jar.getJarEntry(name))) {
      return in.readAllBytes();
    }
  }

  /** The first one may not end with the end of a line. */
  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = new byte[first.length + 1 + second.length];
    System.arraycopy(first, 0, both, 0, first.length);
    both[first.length] = '\n';
    System.arraycopy(second, 0, both, first.length + 1, second.length);
    return both;
  }

  /** Forty libraries have the same licence. Bytes are compared as the characters of Latin-1. */
  private static byte[] joinedOnce(byte[] first, byte[] second) {
    String terms = new String(first, StandardCharsets.ISO_8859_1);
    boolean isThere = terms.contains(new String(second, StandardCharsets.ISO_8859_1));
    return isThere ? first : joined(first, second);
  }

  private void write(Path target) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    try (JarOutputStream out =
        new JarOutputStream(new BufferedOutputStream(Files.newOutputStream(target)))) {
      out.setLevel(Deflater.BEST_SPEED);
      // Not handed to the stream, which would note the time of now.
      out.putNextEntry(entry(JarFile.MANIFEST_NAME));
      manifest.write(out);
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(entry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
  }

  private static ZipEntry entry(String name) {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    return entry;
  }
}
