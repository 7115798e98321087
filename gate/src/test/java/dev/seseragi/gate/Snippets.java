package dev.seseragi.gate;

import dev.seseragi.gate.javalin.OutputGatePlugin;
import dev.seseragi.gate.jdbc.SeseragiProgress;
import dev.seseragi.gate.servlet.OutputGateFilter;
import dev.seseragi.jdbc.Seseragi;
import io.javalin.Javalin;
import jakarta.servlet.ServletContext;
import java.time.Duration;

/** The code of docs/gate.md; {@link DocumentationTest} runs it and compares it with the page. */
final class Snippets {
  private Snippets() {}

  static void servlet(ServletContext servletContext, Seseragi shop) {
    OutputGateFilter.addTo(servletContext, SeseragiProgress.gate(shop)); // first of all filters
  }

  static Verdict settings(Seseragi shop) throws InterruptedException {
    OutputGate gate =
        SeseragiProgress.gate(
            shop,
            GateSettings.DEFAULTS
                .withTimeout(Duration.ofSeconds(5))
                .withPassesInOutage(
                    request -> request.isRead() && request.path().startsWith("/catalog")));
    Verdict verdict = gate.await(new GateRequest("GET", "/socket"));
    return verdict;
  }

  static Javalin javalin(Seseragi shop) {
    return Javalin.create(
        config -> config.registerPlugin(new OutputGatePlugin(SeseragiProgress.gate(shop))));
  }
}
