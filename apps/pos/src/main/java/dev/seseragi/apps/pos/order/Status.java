package dev.seseragi.apps.pos.order;

import java.util.Optional;

/** Where an order stands. */
public enum Status {
  /** Taken and paid. */
  ACCEPT("accept", "受付済", "調理開始"),
  /** Being cooked. */
  COOKING("cooking", "調理中", "調理完了"),
  /** Waiting for its guest. */
  SERVE("serve", "提供待ち", "受け渡し完了"),
  /** Handed over. */
  FINISH("finish", "提供済", ""),
  /** Taken back and refunded: final. */
  CANCEL("cancel", "取消", "");

  private final String word;
  private final String label;
  private final String nextButton;

  Status(String word, String label, String nextButton) {
    this.word = word;
    this.label = label;
    this.nextButton = nextButton;
  }

  /** As it is kept and sent. */
  public String word() {
    return word;
  }

  /** As it is shown. */
  public String label() {
    return label;
  }

  /** What the button says that leads to {@link #next}; empty if there is none. */
  public String nextButton() {
    return nextButton;
  }

  /** One step forward. */
  public Optional<Status> next() {
    return switch (this) {
      case ACCEPT -> Optional.of(COOKING);
      case COOKING -> Optional.of(SERVE);
      case SERVE -> Optional.of(FINISH);
      case FINISH, CANCEL -> Optional.empty();
    };
  }

  /** One step back. */
  public Optional<Status> back() {
    return switch (this) {
      case COOKING -> Optional.of(ACCEPT);
      case SERVE -> Optional.of(COOKING);
      case FINISH -> Optional.of(SERVE);
      case ACCEPT, CANCEL -> Optional.empty();
    };
  }

  /** Whether a step, forward or back, leads there. */
  boolean leadsTo(Status other) {
    return next().equals(Optional.of(other)) || back().equals(Optional.of(other));
  }

  /** By its word. */
  public static Optional<Status> of(String word) {
    for (Status status : values()) {
      if (status.word.equals(word)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}
