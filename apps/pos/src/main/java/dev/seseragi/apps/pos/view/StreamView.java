package dev.seseragi.apps.pos.view;

import dev.seseragi.apps.pos.field.Times;
import dev.seseragi.apps.pos.stream.DemoFolders;
import dev.seseragi.apps.pos.stream.ReplicaLook.Seen;
import dev.seseragi.engine.ReplicatorStatus;
import dev.seseragi.engine.proof.Proof;
import dev.seseragi.engine.proof.Proofs;
import dev.seseragi.engine.replica.Inventory;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.jdbc.SeseragiStatus;
import dev.seseragi.store.MeteredStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Where the data goes.
 *
 * @param status empty before the database is open
 * @param mode {@code durable}, {@code async} or {@code local}
 * @param demo where a demo keeps its data; empty if this is none
 */
public record StreamView(
    Seen seen, Optional<SeseragiStatus> status, String mode, Optional<DemoFolders> demo) {
  private static final int LEFT = 110;
  private static final int RIGHT = 890;
  private static final int ROW = 34;
  private static final int TOP = 14;
  private static final int FOOT = 24;
  private static final int MIN_WIDTH = 3;

  /** A figure and its name. */
  public record Figure(String name, String value) {}

  /** A level: what it is called, what it has, and where that is in the picture. */
  public record Level(String name, String content, int y, List<Bar> bars) {}

  /** A segment in the picture. */
  public record Bar(int x, int width, String kind, String title) {}

  /** In words: what is protected, and how. */
  public String words() {
    return switch (mode) {
      case "durable" -> "確定した注文は、保存先に届いてから「注文しました」と表示されます。";
      case "async" -> "変更は1秒ほど遅れて保存先に届きます。";
      default -> "保存先は設定されていません。データはこの機械の中だけにあります。";
    };
  }

  /** What the engine counts. */
  public List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    figures.add(
        new Figure(
            "方式",
            switch (mode) {
              case "durable" -> "届いてから確定";
              case "async" -> "あとから届ける";
              default -> "この機械だけ";
            }));
    status.ifPresent(now -> {
      figures.add(new Figure("遅れ", now.oldestUnconfirmed().toMillis() + " ms"));
      figures.add(new Figure("確認待ちの変更", Format.count(now.unconfirmedCommits())));
      now.replication().ifPresent(it -> addReplication(figures, it));
    });
    seen.inventory().ifPresent(it -> addRange(figures, it));
    return figures;
  }

  private static void addReplication(List<Figure> figures, ReplicatorStatus now) {
    figures.add(new Figure("保存済みの位置", Format.count(now.position().value())));
    figures.add(new Figure("最後に届いた時刻", now.lastShipped().map(Times::shownToTheSecond).orElse("—")));
    figures.add(new Figure("送った量（起動から）", kib(now.counts().segmentBytes())));
    figures.add(new Figure("失敗（起動から）", Format.count(now.counts().failures())));
    figures.add(new Figure("データベース＋WAL", kib(now.databaseBytes()) + "＋" + kib(now.walBytes())));
    Proofs proofs = now.proofs();
    figures.add(
        new Figure(
            "復元を確かめた時点", proofs.provenRestorable().map(Times::shownToTheSecond).orElse("まだ")));
    proofs
        .last()
        .ifPresent(last ->
            figures.add(
                new Figure(
                    "最後の復元の確認",
                    words(last.outcome()) + "・" + Times.shownToTheSecond(last.finished()))));
    proofs
        .last()
        .flatMap(Proof::problem)
        .ifPresent(problem -> figures.add(new Figure("復元の確認でわかったこと", problem)));
    now.problem().ifPresent(problem -> figures.add(new Figure("問題", problem)));
  }

  private static String words(Proof.Outcome outcome) {
    return switch (outcome) {
      case PROVEN -> "成功";
      case UNCHANGED -> "成功（変更なし）";
      case FAILED -> "失敗";
      case NOT_DONE -> "できなかった";
    };
  }

  private static void addRange(List<Figure> figures, Inventory inventory) {
    first(inventory)
        .ifPresent(first -> {
          figures.add(new Figure("復元できる最初の時刻", Times.shownToTheSecond(first.created())));
          figures.add(
              new Figure(
                  "復元できる位置",
                  Format.count(first.max().value())
                      + " – "
                      + Format.count(inventory.tail().value())));
        });
    long bytes = inventory.segments().stream().mapToLong(SegmentInfo::sizeBytes).sum();
    figures.add(
        new Figure("保存先のファイル", Format.count(inventory.segments().size()) + "個・" + kib(bytes)));
  }

  /** What was asked of the store since the start. */
  public List<Figure> requests() {
    return seen.requests().map(StreamView::figuresOf).orElse(List.of());
  }

  private static List<Figure> figuresOf(MeteredStore.Counts counts) {
    return List.of(
        new Figure("書き込み", Format.count(counts.writes())),
        new Figure("読み出し", Format.count(counts.reads())),
        new Figure("一覧", Format.count(counts.lists())),
        new Figure("確認", Format.count(counts.looks())),
        new Figure("削除", Format.count(counts.deletes())));
  }

  private static Optional<SegmentInfo> first(Inventory inventory) {
    return inventory.segments().stream()
        .filter(SegmentInfo::startsHistory)
        .min(Comparator.comparing(SegmentInfo::max).thenComparing(SegmentInfo::created));
  }

  private static String kib(long bytes) {
    return Format.count((bytes + 1023) / 1024) + " KiB";
  }

  /**
   * The picture: positions run from left to right, levels from top to bottom.
   *
   * @param levels those that have something, snapshots first
   * @param rangeX where the restorable range begins
   * @param rangeWidth how wide it is
   * @param last the last position
   */
  public record Picture(List<Level> levels, int height, int rangeX, int rangeWidth, String last) {}

  /** What there is to draw; empty if there is nothing. */
  public Optional<Picture> picture() {
    return seen.inventory().filter(it -> !it.segments().isEmpty()).map(StreamView::drawn);
  }

  private static Picture drawn(Inventory inventory) {
    long tail = inventory.tail().value();
    List<Level> levels = levels(inventory.segments(), tail);
    int rangeX = first(inventory).map(it -> x(it.max().value(), tail)).orElse(LEFT);
    return new Picture(
        levels, TOP + levels.size() * ROW + FOOT, rangeX, RIGHT - rangeX, Format.count(tail));
  }

  private static List<Level> levels(List<SegmentInfo> all, long tail) {
    List<Integer> numbers =
        IntStream.rangeClosed(0, SegmentInfo.SNAPSHOT_LEVEL)
            .map(i -> SegmentInfo.SNAPSHOT_LEVEL - i)
            .filter(level -> all.stream().anyMatch(one -> one.level() == level))
            .boxed()
            .toList();
    List<Level> levels = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i++) {
      int number = numbers.get(i);
      List<SegmentInfo> segments = all.stream().filter(one -> one.level() == number).toList();
      long bytes = segments.stream().mapToLong(SegmentInfo::sizeBytes).sum();
      levels.add(
          new Level(
              number == SegmentInfo.SNAPSHOT_LEVEL ? "全体" : "レベル " + number,
              Format.count(segments.size()) + "個・" + kib(bytes),
              TOP + i * ROW,
              segments.stream().map(segment -> bar(segment, tail)).toList()));
    }
    return levels;
  }

  private static Bar bar(SegmentInfo segment, long tail) {
    boolean isSnapshot = segment.level() == SegmentInfo.SNAPSHOT_LEVEL;
    int from = x(isSnapshot ? segment.max().value() : segment.min().value(), tail);
    int to = x(segment.max().value() + 1, tail);
    String title =
        "位置 %s – %s、%s、%s"
            .formatted(
                Format.count(segment.min().value()),
                Format.count(segment.max().value()),
                kib(segment.sizeBytes()),
                Times.shownToTheSecond(segment.created()));
    return new Bar(
        from, Math.max(MIN_WIDTH, to - from - 1), isSnapshot ? "snapshot" : "segment", title);
  }

  private static int x(long position, long tail) {
    return LEFT + (int) ((RIGHT - LEFT) * Math.max(0, position - 1) / Math.max(1, tail));
  }

  /** When it was looked at. */
  public Instant at() {
    return seen.at();
  }
}
