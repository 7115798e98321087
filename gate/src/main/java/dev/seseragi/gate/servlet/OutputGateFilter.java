package dev.seseragi.gate.servlet;

import dev.seseragi.gate.OutputGate;
import dev.seseragi.gate.Verdict;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/**
 * Holds every reply back until all that its request could have seen is in the store: of servlets,
 * of async handlers, of those that stream (each flush waits), redirects, errors. A reply that can't
 * be made safe in time becomes a 503.
 *
 * <p>It has to stand before everything that writes replies, and to hear of dispatches of the kinds
 * {@link #DISPATCHES}; {@link #addTo} sees to both. Safe for use by many threads.
 */
public final class OutputGateFilter implements Filter {
  /** The dispatches that the filter must be mapped to. */
  public static final EnumSet<DispatcherType> DISPATCHES =
      EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);

  /**
   * An attribute of requests: whatever it is set to, the reply leaves from then on without a
   * question. For replies that tell nothing of the database, or only what is known to be in the
   * store, or that say that they may run ahead of it.
   */
  public static final String UNGATED = "dev.seseragi.gate.ungated";

  private static final System.Logger LOG = System.getLogger("dev.seseragi.gate");

  private final OutputGate gate;

  /** A filter that asks this gate. */
  public OutputGateFilter(OutputGate gate) {
    this.gate = gate;
  }

  /** Adds the filter to an application, before its other filters and for all paths. */
  public static void addTo(ServletContext application, OutputGate gate) {
    FilterRegistration.Dynamic filter =
        application.addFilter("seseragi-output-gate", new OutputGateFilter(gate));
    if (filter == null) {
      throw new IllegalStateException("the application has a filter seseragi-output-gate already");
    }
    filter.setAsyncSupported(true);
    filter.addMappingForUrlPatterns(DISPATCHES, false, "/*");
  }

  /**
   * Asks before the reply is written, so that a no can be answered in the application's own words;
   * to be called by a handler when all that the reply tells has been read, and waits as long as the
   * gate does. If it opens, the rest is {@link #UNGATED}: parts of a long reply that was read at
   * once do not wait one after the other. If it does not, nothing has been sent, and what is
   * answered instead is held back like every reply unless it is made {@code UNGATED}.
   *
   * @param request as the handler has got it, wrapped or not
   * @throws IllegalStateException if no filter stands before the handler
   * @throws InterruptedException if the thread was interrupted; the reply may not leave then
   */
  public static Verdict ask(ServletRequest request) throws InterruptedException {
    ServletRequest inner = request;
    while (inner instanceof ServletRequestWrapper wrapper) {
      if (inner instanceof HeldRequest held) {
        return held.held().askNow();
      }
      inner = wrapper.getRequest();
    }
    throw new IllegalStateException("no output gate stands before this handler");
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!(request instanceof HttpServletRequest http)
        || !(response instanceof HttpServletResponse target)) {
      throw new ServletException("the output gate knows HTTP only");
    }
    HeldResponse known = heldIn(response);
    if (known != null) {
      run(http, target, chain, known);
    } else {
      HeldResponse held = new HeldResponse(http, target, gate);
      run(new HeldRequest(http, held), held, chain, held);
    }
  }

  /** Behind an async dispatch the reply is one that is held already. */
  private static @Nullable HeldResponse heldIn(ServletResponse response) {
    ServletResponse inner = response;
    while (inner instanceof ServletResponseWrapper wrapper) {
      if (inner instanceof HeldResponse held) {
        return held;
      }
      inner = wrapper.getResponse();
    }
    return null;
  }

  private static void run(
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain,
      HeldResponse held)
      throws IOException, ServletException {
    held.demandWhole();
    try {
      chain.doFilter(request, response);
    } catch (IOException | ServletException | RuntimeException | Error e) {
      // The container is about to tell of the error: that too is a reply.
      held.passUnlessRefused();
      if (!held.isRefused()) {
        throw e;
      }
      // Most often because of it: the handler could not write.
      LOG.log(System.Logger.Level.DEBUG, "a handler failed, whose reply was refused", e);
    }
    if (!request.isAsyncStarted()) {
      held.finish();
    }
  }
}
