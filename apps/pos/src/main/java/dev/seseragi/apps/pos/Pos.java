package dev.seseragi.apps.pos;

import dev.seseragi.apps.database.Database;
import dev.seseragi.apps.log.JsonLoggerFinder;
import dev.seseragi.apps.log.LogLines;
import dev.seseragi.apps.pos.live.Changes;
import dev.seseragi.apps.pos.login.Doorkeeper;
import dev.seseragi.apps.pos.login.Sessions;
import dev.seseragi.apps.pos.order.Orders;
import dev.seseragi.apps.pos.product.Products;
import dev.seseragi.apps.pos.sales.Sales;
import dev.seseragi.apps.pos.sales.SalesReport;
import dev.seseragi.apps.pos.schema.PosSchema;
import dev.seseragi.apps.pos.seed.DemoData;
import dev.seseragi.apps.pos.storage.StorageWatch;
import dev.seseragi.apps.pos.storage.Transactions;
import dev.seseragi.apps.pos.stream.DemoFolders;
import dev.seseragi.apps.pos.stream.ReplicaLook;
import dev.seseragi.apps.pos.web.Domain;
import dev.seseragi.apps.pos.web.PosServer;
import dev.seseragi.apps.process.ExitCode;
import dev.seseragi.apps.process.Program;
import dev.seseragi.apps.process.Service;
import dev.seseragi.apps.settings.SettingsException;
import dev.seseragi.apps.web.WebServer;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The application as a program: {@code serve} (also without a word) runs it, {@code seed} fills an
 * empty database with demo data, {@code migrate} brings the schema up to date.
 */
public final class Pos implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.seseragi.apps.pos");
  private static final int SECRET_BYTES = 32;

  /** How long a command that does one thing may ship what it has done. */
  private static final Duration CLOSE_BUDGET = Duration.ofSeconds(30);

  private final PosSettings settings;
  private final ReplicaLook look;
  private final Database database;
  private final Domain domain;
  private final Service service;

  private Pos(PosSettings settings, InstantSource clock, LogLines log) {
    this.look = new ReplicaLook(settings.database().replica(), clock);
    this.settings = settings.keptIn(look.target());
    this.database = new Database(this.settings.database());
    SecureRandom random = new SecureRandom();
    Changes changes = new Changes(random, build());
    StorageWatch watch = new StorageWatch(database, changes, settings.database().durableWait());
    Transactions transactions = new Transactions(database, changes, watch);
    this.domain =
        new Domain(
            new Products(transactions, clock),
            new Orders(transactions, clock),
            new Sales(transactions, clock),
            transactions,
            changes,
            watch,
            look);
    Doorkeeper doorkeeper =
        new Doorkeeper(settings.pins(), new Sessions(secret(random), clock), clock);
    PosServer.Settings server =
        new PosServer.Settings(
            settings.web(), settings.patience(), settings.hasTestHooks(), settings.demo());
    this.service =
        new Service(
            database,
            () -> new PosServer(server, database, domain, doorkeeper, clock).start(log),
            log);
  }

  /** Names the program: of an archive the version, and which of its builds this is. */
  private static String build() {
    @Nullable String version = Pos.class.getPackage().getImplementationVersion();
    @Nullable CodeSource source = Pos.class.getProtectionDomain().getCodeSource();
    if (version == null || source == null) {
      return "development";
    }
    try {
      Path archive = Path.of(source.getLocation().toURI());
      long made = Files.getLastModifiedTime(archive).to(TimeUnit.SECONDS);
      return version + "-" + Long.toHexString(made * 31 + Files.size(archive));
    } catch (IOException | URISyntaxException e) {
      return version;
    }
  }

  private byte[] secret(SecureRandom random) {
    if (settings.secret().isPresent()) {
      return settings.secret().get().getBytes(StandardCharsets.UTF_8);
    }
    byte[] drawn = new byte[SECRET_BYTES];
    random.nextBytes(drawn);
    return drawn;
  }

  /**
   * An application that does not run yet.
   *
   * @throws SettingsException if variables are wrong
   */
  public static Pos of(Map<String, String> environment) {
    return new Pos(PosSettings.read(environment), InstantSource.system(), JsonLoggerFinder.lines());
  }

  /** The same by another clock, on a free port of the loopback, whatever {@code PORT} says. */
  public static Pos onLoopback(Map<String, String> environment, InstantSource clock) {
    PosSettings settings = PosSettings.read(environment).at("127.0.0.1", 0);
    return new Pos(settings, clock, JsonLoggerFinder.lines());
  }

  /** A demo on the loopback, which tells its visitors where it keeps its data. */
  static Pos demo(Map<String, String> environment, int port, DemoFolders folders) {
    PosSettings settings = PosSettings.read(environment).at("127.0.0.1", port).asDemo(folders);
    return new Pos(settings, InstantSource.system(), JsonLoggerFinder.lines());
  }

  /** Runs it, and returns when it can be used. */
  public WebServer start() {
    if (settings.pins().isOpen()) {
      LOG.log(System.Logger.Level.WARNING, "no POS_PIN_… is set: everybody may do everything");
    } else if (settings.secret().isEmpty()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "POS_SESSION_SECRET is not set: everybody has to log in again after a restart");
    }
    return service.start(PosSchema.migrations(), opened -> seedIfAsked());
  }

  /** Before anybody may use the database. */
  private void seedIfAsked() {
    if (settings.isSeeded()) {
      LOG.log(
          System.Logger.Level.INFO,
          new DemoData(database, InstantSource.system()).seed(settings.seedOrders()));
    }
  }

  /** Orders that were ever taken. */
  long orders() {
    SalesReport report = domain.sales().report(SalesReport.Period.ALL);
    return report.orderCount() + report.cancelledCount();
  }

  /** Ends it in order; returns an {@link ExitCode}. */
  public int stop() {
    int code = service.stop();
    domain.watch().close();
    look.close();
    return code;
  }

  @Override
  public void close() {
    stop();
  }

  /** The program. */
  public static void main(String[] arguments) throws InterruptedException {
    String command = arguments.length == 0 ? "serve" : arguments[0];
    Program.run(
        "pos",
        () -> arguments.length == 2 ? ofScripts(command, Path.of(arguments[1])) : run(command));
  }

  /** What the launcher and ./demo call, and nobody else. */
  private static int ofScripts(String command, Path folder)
      throws InterruptedException, IOException {
    return switch (command) {
      case "train" -> Training.run(folder);
      case "demo" -> Demo.run(folder, System.getenv());
      default -> run(command);
    };
  }

  private static int run(String command) throws InterruptedException {
    return switch (command) {
      case "serve" -> serve();
      case "seed", "migrate" -> once(command);
      case "help" -> {
        System.out.println("pos [serve | seed | migrate]; variables: docs/pos.md");
        yield ExitCode.OK;
      }
      default -> {
        System.err.println("pos: expected serve, seed, migrate or help, found " + command);
        yield ExitCode.USAGE;
      }
    };
  }

  private static int serve() throws InterruptedException {
    Pos pos = of(System.getenv());
    pos.service.stopOnSignals();
    WebServer server = pos.start();
    LOG.log(System.Logger.Level.INFO, "listening on port {0}", String.valueOf(server.port()));
    pos.service.awaitStop();
    return pos.stop();
  }

  /** Without opening a port. */
  private static int once(String command) {
    Pos pos = of(System.getenv());
    try {
      pos.database.open(
          PosSchema.migrations(),
          opened -> {
            if (command.equals("seed")) {
              pos.seedIfAsked();
            }
          });
      return pos.database.close(CLOSE_BUDGET).isComplete() ? ExitCode.OK : ExitCode.FAILED;
    } finally {
      // Its code is of a service that never ran.
      var _ = pos.stop();
    }
  }
}
