package dev.seseragi.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * What every store demands of a request, checked before anything is done. Names that pass can be
 * appended to a path, a URL or a key as they are and stay below it.
 */
public final class Requests {
  /** The longest name in bytes; S3 and Google Cloud Storage take 1,024 with the prefix. */
  public static final int MAX_NAME_BYTES = 512;

  /** The longest part between two {@code /}, in bytes: what file systems take. */
  public static final int MAX_PART_BYTES = 255;

  private static final Pattern PART_CHARACTERS = Pattern.compile("[A-Za-z0-9._-]+");
  private static final Pattern PREFIX_CHARACTERS = Pattern.compile("[A-Za-z0-9._-]*");

  private Requests() {}

  /** Whether an object may have this name. */
  public static boolean isName(String name) {
    return name.length() <= MAX_NAME_BYTES && areParts(name);
  }

  /**
   * Demands the name of an object.
   *
   * @throws IllegalArgumentException if no object may have it
   */
  public static void checkName(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          ("an object's name has parts of letters, digits, '-', '_' and '.' with '/' between them,"
                  + " none of them empty, \".\" or \"..\", and at most %d bytes, found \"%s\"")
              .formatted(MAX_NAME_BYTES, name));
    }
  }

  /**
   * Demands the beginning of a name, which may be empty or end with a {@code /}.
   *
   * @throws IllegalArgumentException if no name can begin so
   */
  public static void checkPrefix(String prefix) {
    int folderEnd = prefix.lastIndexOf('/');
    boolean isPrefix =
        prefix.length() <= MAX_NAME_BYTES
            && (folderEnd < 0 || areParts(prefix.substring(0, folderEnd)))
            && PREFIX_CHARACTERS.matcher(prefix.substring(folderEnd + 1)).matches();
    if (!isPrefix) {
      throw new IllegalArgumentException("no object's name can begin with \"" + prefix + "\"");
    }
  }

  /**
   * Demands a timestamp that every store keeps exactly.
   *
   * @throws IllegalArgumentException if it is not whole milliseconds
   */
  public static void checkTimestamp(Instant timestamp) {
    if (!timestamp.equals(timestamp.truncatedTo(ChronoUnit.MILLIS))) {
      throw new IllegalArgumentException(
          "an object's timestamp is whole milliseconds, found " + timestamp);
    }
  }

  /**
   * Demands a range to read.
   *
   * @throws IllegalArgumentException if the offset is negative or the length less than 1
   */
  public static void checkRange(long offsetBytes, long lengthBytes) {
    if (offsetBytes < 0 || lengthBytes < 1) {
      throw new IllegalArgumentException(
          "a range has an offset of 0 or more and a length of 1 or more, found %d and %d"
              .formatted(offsetBytes, lengthBytes));
    }
  }

  private static boolean areParts(String name) {
    int start = 0;
    while (true) {
      int end = name.indexOf('/', start);
      if (!isPart(name.substring(start, end < 0 ? name.length() : end))) {
        return false;
      }
      if (end < 0) {
        return true;
      }
      start = end + 1;
    }
  }

  /** Whether this may stand between two {@code /} of a name. */
  static boolean isPart(String part) {
    return part.length() <= MAX_PART_BYTES
        && PART_CHARACTERS.matcher(part).matches()
        && !part.equals(".")
        && !part.equals("..");
  }
}
