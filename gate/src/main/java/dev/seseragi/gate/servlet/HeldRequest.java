package dev.seseragi.gate.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

/** A request whose async life keeps to the held reply. */
final class HeldRequest extends HttpServletRequestWrapper {
  private final HeldResponse held;
  private @Nullable AsyncContext context;

  HeldRequest(HttpServletRequest request, HeldResponse held) {
    super(request);
    this.held = held;
  }

  HeldResponse held() {
    return held;
  }

  @Override
  public AsyncContext startAsync() {
    // Without arguments the container would go on with its own request and reply.
    return startAsync(this, held);
  }

  @Override
  public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
    context = new HeldAsyncContext(super.startAsync(request, response), held);
    return context;
  }

  @Override
  public AsyncContext getAsyncContext() {
    AsyncContext current = super.getAsyncContext();
    return context == null ? new HeldAsyncContext(current, held) : context;
  }
}
