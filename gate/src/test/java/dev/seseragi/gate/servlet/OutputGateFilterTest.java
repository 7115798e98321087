package dev.seseragi.gate.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.engine.fence.FencedException;
import dev.seseragi.gate.GateSettings;
import dev.seseragi.gate.OutputGate;
import dev.seseragi.gate.RawClient;
import dev.seseragi.gate.TestProgress;
import dev.seseragi.ltx.Txid;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(WebServer.Kind.class)
final class OutputGateFilterTest {
  private static final int LARGE_BYTES = 300_000;

  private final WebServer.Kind kind;
  @TempDir private Path folder;

  private final TestProgress progress = new TestProgress();
  private WebServer server;
  private RawClient client;

  OutputGateFilterTest(WebServer.Kind kind) {
    this.kind = kind;
  }

  /** Replies in every way there is. */
  private static final class Replies extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException {
      response.setHeader("Set-Cookie", "secret=1");
      switch (request.getPathInfo()) {
        case "/small" -> response.getWriter().print("grüße");
        case "/nothing" -> response.setStatus(204);
        case "/length" -> length(response);
        case "/closed" -> {
          response.getWriter().print("done");
          response.getWriter().close();
        }
        case "/large" -> response.getOutputStream().write(new byte[LARGE_BYTES]);
        case "/redirect" -> response.sendRedirect("/elsewhere");
        case "/error" -> response.sendError(404, "no such thing");
        case "/throws" -> throw new ServletException("on purpose");
        case "/throws-late" -> {
          response.getWriter().print("x");
          response.flushBuffer();
          throw new ServletException("on purpose");
        }
        case "/reset" -> {
          response.getWriter().print("never");
          response.reset();
          response.getOutputStream().print("instead");
        }
        case "/events" -> events(response);
        case "/async" -> later(request.startAsync());
        case "/dispatch" -> dispatch(request);
        case "/listener" -> byListener(request.startAsync());
        case "/ungated" -> {
          request.setAttribute(OutputGateFilter.UNGATED, true);
          response.getOutputStream().write(new byte[LARGE_BYTES]);
        }
        case "/asks" -> asks(request, response);
        default -> throw new ServletException("what is " + request.getPathInfo());
      }
    }

    /** Asks once, and then sends a long reply or words of its own. */
    private static void asks(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getOutputStream().print("before");
      try {
        if (OutputGateFilter.ask(request).isPassed()) {
          response.getOutputStream().write(new byte[LARGE_BYTES]);
          return;
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      request.setAttribute(OutputGateFilter.UNGATED, true);
      response.reset();
      response.setStatus(503);
      response.getOutputStream().print("own words");
    }

    private static void length(HttpServletResponse response) throws IOException {
      response.setContentLength(3);
      response.getOutputStream().print("abc");
    }

    private static void events(HttpServletResponse response) throws IOException {
      response.setContentType("text/event-stream");
      PrintWriter writer = response.getWriter();
      for (int i = 0; i < 3; i++) {
        writer.print("data: " + i + "\n\n");
        response.flushBuffer();
      }
    }

    private static void later(AsyncContext context) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              context.getResponse().getWriter().print("later");
            } catch (IOException e) {
              throw new AssertionError(e);
            }
            context.complete();
          });
    }

    private static void dispatch(HttpServletRequest request) throws IOException {
      if (request.getDispatcherType() == DispatcherType.ASYNC) {
        return;
      }
      AsyncContext context = request.startAsync();
      context.getResponse().getWriter().print("dispatched");
      Thread.ofVirtual().start(context::dispatch);
    }

    private static void byListener(AsyncContext context) throws IOException {
      ServletOutputStream out = context.getResponse().getOutputStream();
      out.setWriteListener(
          new WriteListener() {
            private int left = 3;

            @Override
            public void onWritePossible() throws IOException {
              while (left > 0 && out.isReady()) {
                left--;
                out.write("abc".getBytes(StandardCharsets.US_ASCII));
              }
              if (left == 0 && out.isReady()) {
                left = -1;
                context.complete();
              }
            }

            @Override
            public void onError(Throwable failure) {
              context.complete();
            }
          });
    }
  }

  @BeforeEach
  void start() throws Exception {
    GateSettings settings = GateSettings.DEFAULTS.withTimeout(Duration.ofSeconds(20));
    server = WebServer.start(kind, new Replies(), new OutputGate(progress, settings), folder);
    client = new RawClient(server.port());
  }

  @AfterEach
  void stop() throws Exception {
    progress.open();
    client.close();
    server.stop().run();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /small", "HEAD /small", "GET /nothing", "GET /length", "GET /closed", "GET /large",
        "GET /redirect", "GET /error", "GET /throws", "GET /reset", "GET /async", "GET /dispatch",
        "GET /listener"
      })
  void nothingOfAReplyLeavesBeforeTheGateOpens(String line) throws Exception {
    String method = line.substring(0, line.indexOf(' '));
    String path = line.substring(line.indexOf('/'));
    client.request(method, path);
    String free = method.equals("HEAD") ? client.head() : client.reply();

    if (free.toLowerCase(Locale.ROOT).contains("connection: close")) {
      client.close();
      client = new RawClient(server.port());
    }
    progress.hold();
    client.request(method, path);
    progress.awaitQuestion();
    assertThat(client.isSilent()).isTrue();
    progress.open();

    String held = method.equals("HEAD") ? client.head() : client.reply();
    assertThat(withoutDate(held)).isEqualTo(withoutDate(free));
  }

  private static String withoutDate(String reply) {
    return reply.replaceFirst("(?i)date: [^\r]*\r\n", "");
  }

  @Test
  void whatIsHeldIsWhatTheHandlerWrote() throws Exception {
    assertThat(client.request("GET", "/small").reply()).startsWith("HTTP/1.1 200").contains("gr");
    assertThat(client.request("GET", "/reset").reply()).endsWith("instead");
    assertThat(client.request("GET", "/large").reply()).hasSizeGreaterThan(LARGE_BYTES);
    assertThat(client.request("GET", "/redirect").reply())
        .startsWith("HTTP/1.1 302")
        .containsIgnoringCase("location: ")
        .contains("/elsewhere");
    assertThat(client.request("GET", "/error").reply()).startsWith("HTTP/1.1 404");
    assertThat(client.request("GET", "/async").reply()).endsWith("later");
    assertThat(client.request("GET", "/dispatch").reply()).endsWith("dispatched");
    assertThat(client.request("GET", "/listener").reply().replaceAll("\r\n3?", ""))
        .contains("abcabcabc");
    assertThat(client.request("GET", "/throws").reply()).startsWith("HTTP/1.1 500");
  }

  /** Jetty sends it with the next chunk. */
  private void readEndOfChunk() throws Exception {
    if (kind == WebServer.Kind.TOMCAT) {
      client.readTo("\r\n");
    }
  }

  @Test
  void eachEventWaits() throws Exception {
    progress.hold();
    client.request("GET", "/events");
    for (int i = 0; i < 3; i++) {
      progress.awaitQuestion();
      assertThat(client.isSilent()).isTrue();
      progress.release();
      client.readTo("data: " + i + "\n\n");
      readEndOfChunk();
    }
    progress.awaitQuestion();
    assertThat(client.isSilent()).isTrue();
    progress.release();
    client.readTo("0\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/small",
        "/nothing",
        "/length",
        "/closed",
        "/large",
        "/redirect",
        "/error",
        "/throws",
        "/events",
        "/async",
        "/dispatch",
        "/listener"
      })
  void aReplyThatMayNotLeaveBecomesA503AndNothingOfItIsSeen(String path) throws Exception {
    progress.fail(new FencedException("s3://bucket", new Txid(7), 1));

    String reply = client.request("POST", path).reply();

    assertThat(reply)
        .startsWith("HTTP/1.1 503")
        .containsIgnoringCase("content-type: application/problem+json")
        .containsIgnoringCase("retry-after: 1")
        .contains("\"code\":\"not_durable\"", "\"reason\":\"fenced\"", "look before it is repeated")
        .doesNotContain("secret", "bucket");
  }

  @Test
  void aHeadOfARefusedReplyHasNoBody() throws Exception {
    progress.fail(new FencedException("s3://bucket", new Txid(7), 1));
    client.send("HEAD /small HTTP/1.1\nHost: here\nConnection: close\n\n");
    assertThat(client.rest()).startsWith("HTTP/1.1 503").endsWith("\r\n\r\n");
  }

  @Test
  void anUngatedReplyLeavesWithoutAQuestion() throws Exception {
    progress.hold();
    assertThat(client.request("GET", "/ungated").reply()).hasSizeGreaterThan(LARGE_BYTES);
    assertThat(progress.asked()).isZero();
  }

  @Test
  void whoAsksBeforeTheEndIsAskedNoMore() throws Exception {
    progress.hold();
    client.request("GET", "/asks");
    progress.awaitQuestion();
    assertThat(client.isSilent()).isTrue();
    progress.release();
    assertThat(client.reply()).contains("before").hasSizeGreaterThan(LARGE_BYTES);
    assertThat(progress.asked()).isEqualTo(1);
  }

  @Test
  void whoAsksBeforeTheEndMayRefuseInHisOwnWords() throws Exception {
    progress.fail(new FencedException("s3://bucket", new Txid(7), 1));
    assertThat(client.request("GET", "/asks").reply())
        .startsWith("HTTP/1.1 503")
        .endsWith("own words")
        .doesNotContain("before", "secret");
  }

  @Test
  void whatCannotBeEndedIsBrokenOff() throws Exception {
    progress.hold();
    client.request("GET", "/events");
    progress.awaitQuestion();
    progress.release();
    client.readTo("data: 0\n\n");
    progress.awaitQuestion();

    progress.fail(new FencedException("s3://bucket", new Txid(7), 1));

    assertThat(client.rest()).doesNotContain("data: 1", "0\r\n\r\n");
  }
}
