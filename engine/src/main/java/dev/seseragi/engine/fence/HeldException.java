package dev.seseragi.engine.fence;

/** Another writer has the replica and has not released it, and this start was told not to steal. */
public final class HeldException extends RefusedException {
  private static final long serialVersionUID = 1L;

  HeldException(String replica, WriterId writer) {
    super(
        ("%s is held by writer %s, which has not released it. End that program (its marker under"
                + " seseragi/writers/ names its host), or start with -take-over steal if it is dead")
            .formatted(replica, writer));
  }
}
