package dev.seseragi.apps.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Adds paths with everything that belongs to them: HEAD wherever there is GET, OPTIONS with {@code
 * Allow}.
 */
public final class Routes {
  private final RoutesConfig config;

  /** Adds to a server's routes. */
  public Routes(RoutesConfig config) {
    this.config = config;
  }

  /** The methods of one path. */
  public static final class Methods {
    private final Map<HandlerType, Handler> handlers = new LinkedHashMap<>();

    private Methods() {}

    /** Answers GET, and HEAD by the same without the body. */
    public Methods get(Handler handler) {
      handlers.put(HandlerType.GET, handler);
      handlers.put(HandlerType.HEAD, handler);
      return this;
    }

    /** Answers POST. */
    public Methods post(Handler handler) {
      handlers.put(HandlerType.POST, handler);
      return this;
    }

    /** Answers PUT. */
    public Methods put(Handler handler) {
      handlers.put(HandlerType.PUT, handler);
      return this;
    }

    /** Answers PATCH. */
    public Methods patch(Handler handler) {
      handlers.put(HandlerType.PATCH, handler);
      return this;
    }

    /** Answers DELETE. */
    public Methods delete(Handler handler) {
      handlers.put(HandlerType.DELETE, handler);
      return this;
    }
  }

  /**
   * Adds a path.
   *
   * @param path of Javalin's form, such as {@code /users/{id}}
   */
  public Routes at(String path, Consumer<Methods> methods) {
    Methods added = new Methods();
    methods.accept(added);
    TreeSet<String> names = new TreeSet<>();
    names.add("OPTIONS");
    added.handlers.forEach((method, handler) -> {
      names.add(method.name());
      config.addHttpHandler(method, path, handler);
    });
    String allow = String.join(", ", names);
    config.options(
        path,
        context -> {
          context.res().setContentType(null);
          context.status(204).header("Allow", allow);
        });
    return this;
  }
}
