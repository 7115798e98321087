package dev.seseragi.apps.web;

import dev.seseragi.apps.database.Database;
import dev.seseragi.apps.database.StorageException;
import dev.seseragi.apps.log.LogLines;
import dev.seseragi.apps.metrics.Exposition;
import dev.seseragi.apps.metrics.RequestMetrics;
import dev.seseragi.apps.problem.Problem;
import dev.seseragi.apps.problem.ProblemException;
import dev.seseragi.apps.web.WebSettings.AccessLog;
import dev.seseragi.gate.Verdict;
import dev.seseragi.gate.javalin.OutputGatePlugin;
import dev.seseragi.gate.servlet.OutputGateFilter;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.json.JsonMapper;
import io.javalin.router.Endpoint;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * A running server. Made before the database is open: until then health answers, and other requests
 * wait.
 */
public final class WebServer {
  /** Names the request, in both directions. */
  public static final String REQUEST_ID = "X-Request-Id";

  /**
   * A request with this attribute is answered without waiting for the store: one that shows nothing
   * of the database, or says that it may run ahead of what is kept.
   */
  public static final String UNGATED = OutputGateFilter.UNGATED;

  private static final System.Logger LOG = System.getLogger("dev.seseragi.apps.web");

  /** How long a request waits for the database to be open, and how many do. */
  private static final Duration START_WAIT = Duration.ofSeconds(10);

  private static final int MAX_WAITING_FOR_START = 256;

  /** How long requests that are running may take to end when the server stops. */
  private static final Duration DRAIN = Duration.ofSeconds(3);

  private static final int COPY_BYTES = 2 << 10;
  private static final int FIRST_SERVER_ERROR = 500;
  private static final int UNAVAILABLE = 503;

  private final Database database;
  private final LogLines log;
  private final WebSettings settings;
  private final RequestMetrics requests = new RequestMetrics();
  private final RequestIds ids = new RequestIds(new SecureRandom());
  private final Semaphore waitingForStart = new Semaphore(MAX_WAITING_FOR_START);
  private final Javalin javalin;

  private WebServer(
      WebSettings settings,
      Database database,
      LogLines log,
      Consumer<Exposition> metrics,
      Consumer<JavalinConfig> application) {
    this.settings = settings;
    this.database = database;
    this.log = log;
    this.javalin =
        Javalin.create(config -> {
          configure(config, settings);
          new Health(database, requests, metrics).addTo(new Routes(config.routes));
          application.accept(config);
        });
  }

  /**
   * Opens the port.
   *
   * @param metrics adds families of the application
   * @param application adds routes, and may change what was configured here
   */
  public static WebServer start(
      WebSettings settings,
      Database database,
      LogLines log,
      Consumer<Exposition> metrics,
      Consumer<JavalinConfig> application) {
    WebServer server = new WebServer(settings, database, log, metrics, application);
    server.javalin.start();
    return server;
  }

  private void configure(JavalinConfig config, WebSettings settings) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.defaultContentType = "application/json";
    config.http.prefer405over404 = true;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    // Made anew for each answer; most are shorter.
    config.http.responseBufferSize = COPY_BYTES;
    config.router.ignoreTrailingSlashes = false;
    config.jsonMapper(new JsonMapper() {});
    config.router.javaLangErrorHandler(WebServer::broken);
    config.jetty.threadPool = new VirtualThreadPool();
    config.jetty.addConnector((server, http) -> {
      http.setSendServerVersion(false);
      http.setSendDateHeader(true);
      ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
      connector.setHost(settings.host());
      connector.setPort(settings.port());
      connector.setIdleTimeout(settings.stall().toMillis());
      return connector;
    });
    config.jetty.modifyServer(server -> {
      server.setStopTimeout(DRAIN.toMillis());
      server.insertHandler(new GracefulHandler());
      server.setErrorHandler(new Problems.OfJetty(ids));
    });
    Problems.install(config.routes);
    config.registerPlugin(new OutputGatePlugin(database.gate()));
    config.routes.before(this::begin);
    config.routes.after(WebServer::askGate);
    config.requestLogger.http(this::finished);
  }

  /** An {@link Error}: what can be said is said without making anything. */
  private static void broken(HttpServletResponse response, Error error) {
    LOG.log(System.Logger.Level.ERROR, "a request failed with an error of the JVM", error);
    response.setStatus(FIRST_SERVER_ERROR);
  }

  private void begin(Context context) throws InterruptedException {
    String id = ids.idFor(context.header(REQUEST_ID));
    context.header(REQUEST_ID, id);
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Cache-Control", "no-cache");
    settings.corsOrigin().ifPresent(origin -> Cors.allow(context, origin));
    if (isProbe(context)) {
      context.attribute(UNGATED, true);
    } else if (!database.isOpen()) {
      awaitStart();
    }
  }

  /** Whether it asks how the service fares: health, readiness or metrics. */
  public static boolean isProbe(Context context) {
    return Health.PATHS.contains(context.path());
  }

  private void awaitStart() throws InterruptedException {
    if (waitingForStart.tryAcquire()) {
      try {
        if (database.awaitOpen(START_WAIT)) {
          return;
        }
      } finally {
        waitingForStart.release();
      }
    }
    throw new ProblemException(
        Problem.of(503, "starting", "this instance is not in service").retryAfter(1));
  }

  /**
   * The plug-in holds answers back in any case. Asked already here, a refusal is an answer of the
   * application, in its form and in its metrics.
   */
  private static void askGate(Context context) {
    if (context.statusCode() == UNAVAILABLE) {
      // It shows nothing of the database, and has mostly waited in vain already.
      context.attribute(UNGATED, true);
    } else {
      awaitVisible(context);
    }
  }

  /**
   * Returns when the output gate has opened for an answer whose content has been read; what is sent
   * from then on is not held back any more. For answers that are sent while they are made: all
   * others are asked for by themselves.
   *
   * @throws StorageException if it does not open
   */
  public static void awaitVisible(Context context) {
    try {
      if (OutputGateFilter.ask(context.req()) instanceof Verdict.Shut shut) {
        // What is answered instead shows nothing.
        context.attribute(UNGATED, true);
        throw StorageException.of(shut);
      }
    } catch (InterruptedException e) {
      throw StorageException.of(e);
    }
  }

  private void finished(Context context, float millis) {
    @Nullable Endpoint endpoint = context.endpoints().lastHttpEndpoint();
    String route = endpoint == null ? "none" : endpoint.path;
    String method = endpoint == null ? "other" : endpoint.method.name();
    int status = context.res().getStatus();
    requests.add(route, method, status, (long) (millis * TimeUnit.MILLISECONDS.toNanos(1)));
    if (settings.accessLog() == AccessLog.ALL
        || (settings.accessLog() == AccessLog.ERRORS && status >= FIRST_SERVER_ERROR)) {
      log.writeSoon(
          log.begin("INFO", "request")
              .field("method", context.req().getMethod())
              .field("path", context.req().getRequestURI())
              .field("status", status)
              .field("ms", (long) millis)
              .field("request_id", context.res().getHeader(REQUEST_ID))
              .endObject());
    }
  }

  /**
   * To be called when an answer shows nothing but what this request has written in a transaction
   * that has returned, and what that transaction has read. All of it is durable, for the store has
   * commits in their order; without this the answer would wait for the commits of others, too.
   */
  public static void showsOwnCommit(Context context) {
    context.attribute(UNGATED, true);
  }

  /** Where it listens. */
  public int port() {
    return javalin.port();
  }

  /** Requests so far. */
  public RequestMetrics requests() {
    return requests;
  }

  /** Accepts nothing more, and waits for what is running, at most 3 s. */
  public void stop() {
    Server server = javalin.jettyServer().server();
    try {
      server.stop();
    } catch (Exception e) {
      LOG.log(System.Logger.Level.WARNING, "the web server did not stop in order", e);
    }
  }
}
