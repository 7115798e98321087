package dev.seseragi.bench.costs;

/** What a replicator does that needs a store; each is counted by itself. */
enum Operation {
  START_NEW("start, the store is empty (10 MB)"),
  IDLE("a minute without commits"),
  STOP("orderly end, nothing pending"),
  START_AGAIN("start on the replica, nothing changed"),
  COMMIT("one commit"),
  BURST("20 commits within 2 s"),
  BUSY_SECOND("a second of 10 commits"),
  MERGE_1("a merge into level 1 (each 30 s)"),
  MERGE_2("a merge into level 2 (each 5 min)"),
  MERGE_3("a merge into level 3 (each hour)"),
  RETENTION("a retention pass over level 0 (a minute at most)"),
  DAILY_RETENTION("a retention pass over all levels (a day)"),
  SNAPSHOT("a snapshot (10 MB; a day)"),
  RESTORE("restore (10 MB)"),
  VERIFY("verify (10 MB)");

  private final String words;

  Operation(String words) {
    this.words = words;
  }

  /** As tables name it. */
  String words() {
    return words;
  }
}
