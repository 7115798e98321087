package dev.seseragi.store.sftp;

import java.io.IOException;

/** The server answered a request with an error. It was not carried out. */
final class StatusException extends IOException {
  private static final long serialVersionUID = 1L;

  // draft-ietf-secsh-filexfer-02 §7; from 12 on of later versions, which some servers use, too.
  static final int OK = 0;
  static final int END_OF_FILE = 1;
  static final int NO_SUCH_FILE = 2;
  static final int PERMISSION_DENIED = 3;
  static final int OP_UNSUPPORTED = 8;
  static final int WRITE_PROTECTED = 12;
  static final int NO_SPACE = 14;
  static final int QUOTA_EXCEEDED = 15;

  private final int code;
  private final String path;

  /**
   * An error.
   *
   * @param path what was asked about
   * @param serverMessage in the server's words
   */
  StatusException(int code, String path, String serverMessage) {
    super("the server answers \"%s\" (status %d)".formatted(serverMessage, code));
    this.code = code;
    this.path = path;
  }

  int code() {
    return code;
  }

  String path() {
    return path;
  }

  boolean isNoSuchFile() {
    return code == NO_SUCH_FILE;
  }

  boolean isPermissionDenied() {
    return code == PERMISSION_DENIED;
  }
}
