package dev.seseragi.apps.pos.live;

/**
 * How far the changes have come: what a page carries that was made then.
 *
 * @param epoch new at each start of the program
 * @param seq how many changes there were since
 */
public record Moment(String epoch, long seq) {
  /** As events are named: {@code 3f9c02d1-17}. */
  @Override
  public String toString() {
    return epoch + "-" + seq;
  }
}
