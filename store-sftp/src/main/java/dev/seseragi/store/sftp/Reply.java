package dev.seseragi.store.sftp;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An answer of the server. Each method reads it whole, so only one of them is called, once.
 *
 * @param type of the packet
 * @param body behind the request's id, or behind the type where there is none
 */
record Reply(int type, ByteBuffer body) {
  // draft-ietf-secsh-filexfer-02 §3.
  static final int VERSION = 2;
  private static final int STATUS = 101;
  private static final int HANDLE = 102;
  private static final int DATA = 103;
  private static final int NAME = 104;
  private static final int ATTRIBUTES = 105;

  private static final int HAS_SIZE = 1;
  private static final int HAS_OWNER = 2;
  private static final int HAS_MODE = 4;
  private static final int HAS_TIMES = 8;
  private static final int HAS_EXTENDED = 0x8000_0000;

  /** A file of a folder. */
  record Entry(String name, Attributes attributes) {}

  /** An extension that the server offers. */
  record Extension(String name, String version) {}

  /** The bytes are not what the protocol says; nothing that follows can be trusted. */
  static final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  /** What the server offers beside the protocol. */
  List<Extension> extensions() {
    return parse(() -> {
      expect(VERSION);
      int version = body.getInt();
      if (version != 3) {
        throw new MalformedException("SFTP of version 3 was expected, found " + version);
      }
      List<Extension> extensions = new ArrayList<>();
      while (body.hasRemaining()) {
        extensions.add(new Extension(text(), text()));
      }
      return extensions;
    });
  }

  /** Demands that the request was carried out. */
  void success(String path) throws StatusException {
    int code =
        parse(() -> {
          expect(STATUS);
          return body.mark().getInt();
        });
    if (code != StatusException.OK) {
      body.reset();
      throw status(path);
    }
  }

  byte[] handle(String path) throws StatusException {
    return parse(HANDLE, path, this::block);
  }

  Attributes attributes(String path) throws StatusException {
    return parse(ATTRIBUTES, path, this::attributes);
  }

  /** Bytes of a file; empty at or behind its end. */
  Optional<ByteBuffer> data(String path) throws StatusException {
    return untilTheEnd(
        DATA,
        path,
        () -> {
          int length = length();
          return body.slice(body.position(), length);
        });
  }

  /** Some files of a folder; empty if there are no more. */
  Optional<List<Entry>> entries(String path) throws StatusException {
    return untilTheEnd(NAME, path, this::entries);
  }

  private List<Entry> entries() {
    int count = body.getInt();
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = text();
      var _ = text(); // The same for people.
      entries.add(new Entry(name, attributes()));
    }
    return entries;
  }

  private Attributes attributes() {
    int flags = body.getInt();
    long sizeBytes = (flags & HAS_SIZE) != 0 ? body.getLong() : -1;
    if ((flags & HAS_OWNER) != 0) {
      body.getLong();
    }
    int mode = (flags & HAS_MODE) != 0 ? body.getInt() : -1;
    long modifiedSeconds = -1;
    if ((flags & HAS_TIMES) != 0) {
      body.getInt(); // When it was read.
      modifiedSeconds = Integer.toUnsignedLong(body.getInt());
    }
    if ((flags & HAS_EXTENDED) != 0) {
      int count = body.getInt();
      for (int i = 0; i < count; i++) {
        block();
        block();
      }
    }
    return new Attributes(sizeBytes, mode, modifiedSeconds);
  }

  private <T> Optional<T> untilTheEnd(int expected, String path, Parser<T> parser)
      throws StatusException {
    try {
      return Optional.of(parse(expected, path, parser));
    } catch (StatusException e) {
      if (e.code() == StatusException.END_OF_FILE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private <T> T parse(int expected, String path, Parser<T> parser) throws StatusException {
    if (type == STATUS) {
      throw status(path);
    }
    return parse(() -> {
      expect(expected);
      return parser.parse();
    });
  }

  private StatusException status(String path) {
    return parse(() -> {
      int code = body.getInt();
      if (code == StatusException.OK) {
        throw new MalformedException("a result was expected, found a bare success");
      }
      // Old servers leave the words out.
      String message = body.remaining() >= Integer.BYTES ? text() : "";
      return new StatusException(code, path, message);
    });
  }

  @FunctionalInterface
  private interface Parser<T> {
    T parse();
  }

  private static <T> T parse(Parser<T> parser) {
    try {
      return parser.parse();
    } catch (BufferUnderflowException e) {
      throw new MalformedException("an answer ends too early");
    }
  }

  private void expect(int expected) {
    if (type != expected) {
      throw new MalformedException(
          "a packet of type %d was expected, found %d".formatted(expected, type));
    }
  }

  private String text() {
    return new String(block(), StandardCharsets.UTF_8);
  }

  private byte[] block() {
    byte[] block = new byte[length()];
    body.get(block);
    return block;
  }

  private int length() {
    int length = body.getInt();
    if (length < 0 || length > body.remaining()) {
      throw new BufferUnderflowException();
    }
    return length;
  }
}
