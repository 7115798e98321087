package dev.seseragi.apps.pos.web;

import dev.seseragi.apps.database.Database;
import dev.seseragi.apps.pos.field.Times;
import dev.seseragi.apps.pos.live.Changes;
import dev.seseragi.apps.pos.login.Doorkeeper;
import dev.seseragi.apps.pos.login.Role;
import dev.seseragi.apps.pos.storage.StorageState;
import dev.seseragi.apps.pos.storage.StorageWatch;
import dev.seseragi.apps.pos.view.Format;
import dev.seseragi.apps.pos.view.Screen;
import dev.seseragi.apps.pos.view.Shell;
import dev.seseragi.apps.pos.view.Shell.Badge;
import dev.seseragi.apps.pos.view.Shell.Banner;
import dev.seseragi.engine.ReplicatorStatus;
import dev.seseragi.engine.proof.Proof;
import dev.seseragi.engine.proof.Proofs;
import dev.seseragi.jdbc.SeseragiStatus;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/** Makes what surrounds a page. To be made before the page's data is read. */
final class Shells {
  private static final List<Screen> NAVIGATION =
      List.of(
          Screen.HOME,
          Screen.REGISTER,
          Screen.RECEPTION,
          Screen.KITCHEN,
          Screen.HISTORY,
          Screen.CALL);

  private final Doorkeeper doorkeeper;
  private final Changes changes;
  private final StorageWatch watch;
  private final Database database;
  private final Assets assets;

  Shells(
      Doorkeeper doorkeeper,
      Changes changes,
      StorageWatch watch,
      Database database,
      Assets assets) {
    this.doorkeeper = doorkeeper;
    this.changes = changes;
    this.watch = watch;
    this.database = database;
    this.assets = assets;
  }

  Shell of(Context context, Screen screen) {
    Optional<Role> role = Requests.role(context);
    StorageState state = watch.state();
    return new Shell(
        screen,
        screen.title(),
        role.map(Shells::links).orElse(List.of()),
        changes.now(),
        changes.build(),
        doorkeeper.hasPins() && role.isPresent(),
        banner(state),
        badge(state),
        assets::url);
  }

  private static List<Screen> links(Role role) {
    return NAVIGATION.stream()
        .filter(screen -> screen == Screen.CALL || role.allows("GET", screen.path()))
        .toList();
  }

  private static Banner banner(StorageState state) {
    return switch (state) {
      case OK -> Banner.NONE;
      case UNAVAILABLE -> Banner.STORAGE;
      case READ_ONLY -> Banner.READ_ONLY;
    };
  }

  private Badge badge(StorageState state) {
    Optional<SeseragiStatus> status = database.status();
    Optional<ReplicatorStatus> replication = status.flatMap(SeseragiStatus::replication);
    if (replication.isEmpty()) {
      return new Badge("この機械だけ", "", "late");
    }
    String position = "位置 " + Format.count(replication.get().position().value());
    if (state != StorageState.OK) {
      return new Badge(position, "で止まっています", "bad");
    }
    String lag = Format.count(status.get().oldestUnconfirmed().toMillis());
    Proofs proofs = replication.get().proofs();
    boolean hasFailed =
        proofs.last().filter(last -> last.outcome() == Proof.Outcome.FAILED).isPresent();
    String proof =
        hasFailed
            ? "復元の確認に失敗"
            : proofs
                .provenRestorable()
                .map(until -> "復元を確認 " + Times.shown(until))
                .orElse("復元の確認：まだ");
    return new Badge(position, "・遅れ %s ms・%s".formatted(lag, proof), hasFailed ? "bad" : "good");
  }
}
