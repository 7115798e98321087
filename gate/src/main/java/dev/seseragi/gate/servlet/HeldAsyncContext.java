package dev.seseragi.gate.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/** Completes a reply when the gate has opened for its end. */
final class HeldAsyncContext implements AsyncContext {
  private static final System.Logger LOG = System.getLogger("dev.seseragi.gate");

  private final AsyncContext context;
  private final HeldResponse held;

  HeldAsyncContext(AsyncContext context, HeldResponse held) {
    this.context = context;
    this.held = held;
  }

  @Override
  public void complete() {
    try {
      held.finish();
    } catch (ReplyRefusedException cut) {
      // Back into the filter, where it can be thrown: the container breaks the connection off.
      context.dispatch();
      return;
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a reply could not be written to its end", e);
    }
    context.complete();
  }

  @Override
  public ServletRequest getRequest() {
    return context.getRequest();
  }

  @Override
  public ServletResponse getResponse() {
    return context.getResponse();
  }

  @Override
  public boolean hasOriginalRequestAndResponse() {
    return context.hasOriginalRequestAndResponse();
  }

  @Override
  public void dispatch() {
    context.dispatch();
  }

  @Override
  public void dispatch(String path) {
    context.dispatch(path);
  }

  @Override
  public void dispatch(ServletContext application, String path) {
    context.dispatch(application, path);
  }

  @Override
  public void start(Runnable run) {
    context.start(run);
  }

  @Override
  public void addListener(AsyncListener listener) {
    context.addListener(listener);
  }

  @Override
  public void addListener(
      AsyncListener listener, ServletRequest request, ServletResponse response) {
    context.addListener(listener, request, response);
  }

  @Override
  public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
    return context.createListener(type);
  }

  @Override
  public void setTimeout(long millis) {
    context.setTimeout(millis);
  }

  @Override
  public long getTimeout() {
    return context.getTimeout();
  }
}
