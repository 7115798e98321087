package dev.seseragi.apps.web;

import io.javalin.http.Context;

/** What a browser wants to hear before a page of another origin may use the API. */
final class Cors {
  private Cors() {}

  static void allow(Context context, String origin) {
    context.header("Access-Control-Allow-Origin", origin);
    context.header(
        "Access-Control-Expose-Headers",
        "ETag, Link, Location, X-Total-Count, X-Request-Id, Idempotent-Replay");
    if (!origin.equals("*")) {
      context.header("Vary", "Origin");
    }
    if (context.req().getMethod().equals("OPTIONS")) {
      context.header("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE");
      context.header(
          "Access-Control-Allow-Headers",
          "Content-Type, If-Match, If-None-Match, Idempotency-Key, X-Request-Id");
      context.header("Access-Control-Max-Age", "600");
    }
  }
}
