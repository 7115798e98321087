package dev.seseragi.apps.pos.web;

import dev.seseragi.apps.database.Database;
import dev.seseragi.apps.log.LogLines;
import dev.seseragi.apps.metrics.Exposition;
import dev.seseragi.apps.pos.login.Doorkeeper;
import dev.seseragi.apps.pos.stream.DemoFolders;
import dev.seseragi.apps.pos.view.KitchenView.Patience;
import dev.seseragi.apps.web.ClassPathFile;
import dev.seseragi.apps.web.Routes;
import dev.seseragi.apps.web.WebServer;
import dev.seseragi.apps.web.WebSettings;
import io.javalin.compression.CompressionStrategy;
import io.javalin.compression.Gzip;
import io.javalin.config.JavalinConfig;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.jetty.util.component.LifeCycle;

/** The web server of the application. */
public final class PosServer {
  private static final int GZIP_LEVEL = 5;

  private final Settings settings;
  private final Database database;
  private final Domain domain;
  private final Doorkeeper doorkeeper;
  private final InstantSource clock;

  /**
   * How it is to be.
   *
   * @param hasTestHooks whether states of the storage may be played
   * @param demo where a demo keeps its data; empty if this is none
   */
  public record Settings(
      WebSettings web, Patience patience, boolean hasTestHooks, Optional<DemoFolders> demo) {}

  /** A server that does not run yet. */
  public PosServer(
      Settings settings,
      Database database,
      Domain domain,
      Doorkeeper doorkeeper,
      InstantSource clock) {
    this.settings = settings;
    this.database = database;
    this.domain = domain;
    this.doorkeeper = doorkeeper;
    this.clock = clock;
  }

  /** Opens the port. */
  public WebServer start(LogLines log) {
    return WebServer.start(settings.web(), database, log, this::metrics, this::configure);
  }

  private void metrics(Exposition text) {
    text.gauge("pos_event_streams", "Open event streams", domain.changes().openStreams());
    text.counter(
        "pos_changes_total", "Changes told to the screens", (double) domain.changes().now().seq());
  }

  private void configure(JavalinConfig config) {
    config.http.compressionStrategy = new CompressionStrategy(null, new Gzip(GZIP_LEVEL), null);
    config.jetty.modifyServer(server -> server.addEventListener(new EndsStreams()));
    Assets assets = new Assets();
    Answers answers = new Answers();
    Shells shells = new Shells(doorkeeper, domain.changes(), domain.watch(), database, assets);
    config.routes.before(new Guard(doorkeeper, domain.watch())::check);
    new Failures(shells, answers).addTo(config.routes);
    addPages(new Routes(config.routes), shells, answers);
    addPrograms(new Routes(config.routes));
    assets.addTo(new Routes(config.routes));
  }

  private void addPages(Routes routes, Shells shells, Answers answers) {
    Pages pages = new Pages(domain, settings.patience(), clock, shells, answers);
    pages.addTo(routes);
    new ProductForms(domain.products(), pages, answers).addTo(routes);
    new OrderForms(domain.orders(), pages, answers).addTo(routes);
    new StreamPage(database, domain.look(), settings.demo(), shells, answers).addTo(routes);
    new Login(doorkeeper, shells, answers).addTo(routes);
  }

  private void addPrograms(Routes routes) {
    new Api(domain.products(), domain.orders(), domain.sales()).addTo(routes);
    new StatusApi(database, domain.changes(), domain.watch(), clock)
        .addTo(routes, settings.hasTestHooks());
    new Exports(domain.orders(), domain.sales(), domain.transactions()).addTo(routes);
    new EventStream(domain.changes()).addTo(routes);
    byte[] description = ClassPathFile.read(PosServer.class, "/openapi.json");
    routes.at(
        "/openapi.json",
        it -> it.get(context -> Answers.send(context, "application/json", description)));
  }

  /** Streams would keep the server from ending until it gives up on them. */
  private final class EndsStreams implements LifeCycle.Listener {
    @Override
    public void lifeCycleStopping(LifeCycle event) {
      domain.changes().close();
    }
  }
}
