package dev.seseragi.apps.pos.web;

import dev.seseragi.apps.database.Database;
import dev.seseragi.apps.pos.stream.DemoFolders;
import dev.seseragi.apps.pos.stream.ReplicaLook;
import dev.seseragi.apps.pos.view.Screen;
import dev.seseragi.apps.pos.view.Shell;
import dev.seseragi.apps.pos.view.StreamView;
import dev.seseragi.apps.web.Routes;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;

/** Where the data goes. */
final class StreamPage {
  private final Database database;
  private final ReplicaLook look;
  private final Optional<DemoFolders> demo;
  private final Shells shells;
  private final Answers answers;

  StreamPage(
      Database database,
      ReplicaLook look,
      Optional<DemoFolders> demo,
      Shells shells,
      Answers answers) {
    this.database = database;
    this.look = look;
    this.demo = demo;
    this.shells = shells;
    this.answers = answers;
  }

  void addTo(Routes routes) {
    routes
        .at("/stream", it -> it.get(context -> show(context, "stream")))
        .at("/stream/live", it -> it.get(context -> show(context, "stream_fragment")));
  }

  private void show(Context context, String template) {
    Shell shell = shells.of(context, Screen.STREAM);
    StreamView view = new StreamView(look.look(), database.status(), database.mode(), demo);
    answers.page(context, template, Map.of("shell", shell, "view", view));
  }
}
