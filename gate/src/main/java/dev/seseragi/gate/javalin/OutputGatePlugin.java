package dev.seseragi.gate.javalin;

import dev.seseragi.gate.OutputGate;
import dev.seseragi.gate.servlet.OutputGateFilter;
import io.javalin.config.JavalinState;
import io.javalin.plugin.Plugin;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.FilterMapping;

/**
 * Holds every reply of a Javalin application back until all that its request could have seen is in
 * the store: results, futures, static files, errors, each event of an SSE connection.
 *
 * <pre>{@code
 * Javalin.create(config -> config.registerPlugin(new OutputGatePlugin(SeseragiProgress.gate(shop))));
 * }</pre>
 *
 * <p>Messages of WebSockets do not pass here: ask the gate before each that tells of data.
 */
public final class OutputGatePlugin extends Plugin<Void> {
  private final OutputGate gate;

  /** A plug-in that asks this gate. */
  public OutputGatePlugin(OutputGate gate) {
    this.gate = gate;
  }

  @Override
  public void onStart(JavalinState state) {
    state.jetty.modifyServletContextHandler(handler -> {
      FilterHolder holder = new FilterHolder(new OutputGateFilter(gate));
      holder.setName("seseragi-output-gate");
      holder.setAsyncSupported(true);
      FilterMapping all = new FilterMapping();
      all.setFilterName(holder.getName());
      all.setPathSpec("/*");
      all.setDispatcherTypes(OutputGateFilter.DISPATCHES);
      handler.getServletHandler().addFilter(holder);
      handler.getServletHandler().prependFilterMapping(all);
    });
  }
}
