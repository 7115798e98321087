package dev.seseragi.engine.fence.schedule;

/**
 * What may still go wrong.
 *
 * @param faults how many answers may get lost, requests come late, twice or be repeated
 * @param restarts how many crashed programs come back
 * @param ticks how often time goes on; a tick is half of the time after which others delete
 * @param now how often it did
 */
record Bounds(int faults, int restarts, int ticks, int now) {
  static Bounds of(int faults, int restarts) {
    return new Bounds(faults, restarts, 0, 0);
  }

  static Bounds ofTime(int ticks) {
    return new Bounds(0, 0, ticks, 0);
  }

  Bounds afterFault() {
    return new Bounds(faults - 1, restarts, ticks, now);
  }

  Bounds afterRestart() {
    return new Bounds(faults, restarts - 1, ticks, now);
  }

  Bounds afterTick() {
    return new Bounds(faults, restarts, ticks - 1, now + 1);
  }
}
