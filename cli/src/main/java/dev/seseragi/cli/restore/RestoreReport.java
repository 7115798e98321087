package dev.seseragi.cli.restore;

import dev.seseragi.cli.stores.ReplicaLocation;
import dev.seseragi.cli.text.Json;
import dev.seseragi.cli.text.Sizes;
import dev.seseragi.cli.text.Table;
import dev.seseragi.cli.text.Times;
import dev.seseragi.engine.replica.SegmentInfo;
import dev.seseragi.engine.restore.IntegrityCheck;
import dev.seseragi.engine.restore.RestorePlan;
import dev.seseragi.engine.restore.RestoreResult;
import dev.seseragi.ltx.Txid;
import dev.seseragi.store.ObjectInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is told about a restore that is planned or done. */
final class RestoreReport {
  private RestoreReport() {}

  /** A plan, for people. */
  static String plan(RestorePlan plan, Path target, ReplicaLocation replica) {
    Table table = new Table("level", "name", "size", "created");
    for (int i = 0; i < plan.objects().size(); i++) {
      ObjectInfo object = plan.objects().get(i);
      String level = plan.segments().isEmpty() ? "-" : level(plan.segments().get(i));
      table.row(
          level,
          object.name(),
          Long.toString(object.sizeBytes()),
          Times.seconds(object.timestamp()));
    }
    return "would restore %s from %s to %s, state of %s\n%s, %d objects:\n%s"
        .formatted(
            target,
            replica.describe(),
            position(plan),
            Times.exact(plan.created()),
            Sizes.human(plan.totalBytes()),
            plan.objects().size(),
            table);
  }

  private static String level(SegmentInfo segment) {
    return Integer.toString(segment.level());
  }

  private static String position(RestorePlan plan) {
    return plan.target().equals(Txid.NONE) ? "its end (Litestream 0.3)" : "TXID " + plan.target();
  }

  /** A plan, for scripts. */
  static String planJson(RestorePlan plan, Path target, ReplicaLocation replica) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("source", source(plan));
    json.put("target_path", target.toString());
    json.put("replica", replica.type().label());
    if (!plan.segments().isEmpty()) {
      json.put("min_txid", plan.segments().getFirst().min().toString());
      json.put("max_txid", plan.target().toString());
    }
    List<Object> files = new ArrayList<>();
    for (int i = 0; i < plan.objects().size(); i++) {
      Map<String, Object> file = new LinkedHashMap<>();
      ObjectInfo object = plan.objects().get(i);
      if (!plan.segments().isEmpty()) {
        SegmentInfo segment = plan.segments().get(i);
        file.put("level", segment.level());
        file.put("min_txid", segment.min().toString());
        file.put("max_txid", segment.max().toString());
      }
      file.put("name", object.name());
      file.put("size", object.sizeBytes());
      file.put("timestamp", Times.exact(object.timestamp()));
      files.add(file);
    }
    json.put("files", files);
    return Json.pretty(json) + "\n";
  }

  private static String source(RestorePlan plan) {
    return switch (plan.source()) {
      case LTX -> "ltx";
      case LITESTREAM_3 -> "v0.3";
    };
  }

  /** What was done, for people. */
  static String done(RestoreResult result, Path target) {
    return "restored %s to %s, state of %s: %s in %d ms, %d requests\n"
        .formatted(
            target,
            position(result.plan()),
            Times.exact(result.plan().created()),
            Sizes.human(result.pageSize().bytesOf(result.commitPages())),
            result.duration().toMillis(),
            result.requests());
  }

  /** What was done, for scripts. */
  static String doneJson(
      RestoreResult result, Path target, ReplicaLocation replica, IntegrityCheck check) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("db_path", target.toString());
    json.put("replica", replica.type().label());
    json.put("txid", result.plan().target().toString());
    json.put("duration_ms", result.duration().toMillis());
    json.put("integrity_check", check.name().toLowerCase(Locale.ROOT));
    return Json.pretty(json) + "\n";
  }

  /** What is lost or wrong although there is a database now; each line a warning. */
  static List<String> warnings(RestoreResult result) {
    List<String> warnings = new ArrayList<>(result.avoided());
    result
        .loss()
        .ifPresent(loss -> {
          warnings.addAll(loss.problems());
          warnings.add(
              "everything after TXID %s (%s) up to TXID %s (%s) is NOT in the database"
                  .formatted(
                      loss.restored(),
                      Times.exact(loss.restoredTime()),
                      loss.wanted(),
                      Times.exact(loss.wantedTime())));
        });
    return warnings;
  }
}
