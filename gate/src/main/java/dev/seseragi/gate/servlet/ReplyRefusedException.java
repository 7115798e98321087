package dev.seseragi.gate.servlet;

import dev.seseragi.gate.Refusal;
import java.io.IOException;

/** What a handler gets that goes on to write a reply which may not leave. */
public final class ReplyRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  ReplyRefusedException(Refusal refusal) {
    super(refusal.message());
  }
}
