package dev.seseragi.store.s3;

/** An answer is not what the protocol says, or not whole. */
final class BadAnswerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadAnswerException(String found) {
    super(found);
  }
}
