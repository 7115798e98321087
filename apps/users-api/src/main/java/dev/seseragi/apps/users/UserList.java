package dev.seseragi.apps.users;

import dev.seseragi.apps.database.Database;
import dev.seseragi.apps.json.JsonWriter;
import dev.seseragi.apps.web.EntityTag;
import dev.seseragi.apps.web.WebServer;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * Answers with all users, or a page of them. The whole list is never in memory: beyond 32 KiB it is
 * sent while it is read, once the state that it is read from is durable.
 */
final class UserList {
  private static final int CHUNK_BYTES = 32 << 10;

  private final Database database;
  private final String epoch;

  UserList(Database database, RandomGenerator random) {
    this.database = database;
    this.epoch = HexFormat.of().toHexDigits(random.nextLong());
  }

  void answer(Context context) {
    Optional<Page> page = Page.of(context.queryParam("after"), context.queryParam("limit"));
    OptionalLong version = database.version();
    if (version.isPresent()
        && EntityTag.isKnown(context.header("If-None-Match"), tag(version.getAsLong()))) {
      context.status(304).header("ETag", tag(version.getAsLong()));
      return;
    }
    new Answering(context, page, version).run();
  }

  /** Of this process only: after a restart everything is sent once more. */
  private String tag(long version) {
    return "\"%s-%d\"".formatted(epoch, version);
  }

  /** One answer in the making. */
  private final class Answering {
    private final Context context;
    private final Optional<Page> page;
    private final OptionalLong version;
    private final JsonWriter json = new JsonWriter().beginList();
    private boolean isSending;
    private long count;
    private long last;
    private boolean hasMore;

    Answering(Context context, Optional<Page> page, OptionalLong version) {
      this.context = context;
      this.page = page;
      this.version = version;
    }

    void run() {
      if (page.isPresent()) {
        database.readOneState(this::readPage);
      } else {
        database.read(connection -> {
          UserTable.all(connection, this::take);
          return true;
        });
      }
      json.endList();
      if (isSending) {
        send();
      } else {
        tagIfUnchanged();
        context.result(json.toBytes());
      }
    }

    private boolean readPage(Connection connection) throws SQLException {
      Page asked = page.orElseThrow();
      context.header("X-Total-Count", String.valueOf(UserTable.count(connection)));
      // One more than asked for tells whether there are more.
      UserTable.page(connection, asked.after(), asked.limit() + 1, this::take);
      if (hasMore) {
        context.header(
            "Link", "</users?limit=%d&after=%d>; rel=\"next\"".formatted(asked.limit(), last));
      }
      return true;
    }

    private boolean take(User user) {
      if (page.isPresent() && count == page.get().limit()) {
        hasMore = true;
        return false;
      }
      count++;
      last = user.id();
      user.write(json);
      // Headers of a page are complete only at its end, and a page is small.
      if (page.isEmpty() && json.length() > CHUNK_BYTES) {
        send();
      }
      return true;
    }

    private void send() {
      if (!isSending) {
        WebServer.awaitVisible(context);
        tagIfUnchanged();
        isSending = true;
      }
      try {
        json.drainTo(context.outputStream());
      } catch (IOException e) {
        throw new UncheckedIOException("the client went away", e);
      }
    }

    /** Without a write since before the read, the version is that of the state that was read. */
    private void tagIfUnchanged() {
      if (version.isPresent() && database.version().equals(version)) {
        context.header("ETag", tag(version.getAsLong()));
      }
    }
  }
}
