package dev.seseragi.engine.wal;

/**
 * The two numbers that name a generation of a WAL: everything between two restarts. Their values
 * prove nothing about order (the second is random, the first usually but not always one more).
 */
public record WalSalts(int salt1, int salt2) {
  @Override
  public String toString() {
    return "%08x-%08x".formatted(salt1, salt2);
  }
}
