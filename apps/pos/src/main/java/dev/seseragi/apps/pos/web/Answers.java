package dev.seseragi.apps.pos.web;

import dev.seseragi.apps.hash.Sha256;
import dev.seseragi.apps.json.JsonWriter;
import dev.seseragi.apps.web.EntityTag;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Sends things. What is asked for by GET has a tag, and is not sent again while it is the same. */
final class Answers {
  private static final int TAG_DIGITS = 24;
  private static final int FIRST_UNPRINTABLE = 0x7f;

  private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);

  /** A template with what it needs. */
  void page(Context context, String template, Map<String, Object> parameters) {
    Utf8ByteOutput html = new Utf8ByteOutput();
    templates.render(template + ".jte", parameters, html);
    send(context, "text/html; charset=utf-8", html.toByteArray());
  }

  static void json(Context context, JsonWriter json) {
    send(context, "application/json", json.toBytes());
  }

  static void send(Context context, String type, byte[] body) {
    context.contentType(type);
    if (context.req().getMethod().equals("GET") && context.statusCode() == 200) {
      String tag = '"' + Sha256.hex(body).substring(0, TAG_DIGITS) + '"';
      // Weak, because it is sent compressed and not.
      context.header("ETag", "W/" + tag);
      if (EntityTag.isKnown(context.header("If-None-Match"), tag)) {
        context.status(304);
        return;
      }
    }
    context.result(body);
  }

  /** Has the page do something: an event of that name is triggered with the details. */
  static void trigger(Context context, Map<String, Object> events) {
    String json = new String(new JsonWriter().any(events).toBytes(), StandardCharsets.UTF_8);
    StringBuilder ascii = new StringBuilder();
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      // A header has no other characters.
      ascii.append(c < FIRST_UNPRINTABLE ? String.valueOf(c) : "\\u%04x".formatted((int) c));
    }
    context.header("HX-Trigger", ascii.toString());
  }
}
