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
  private static final String HTML = "text/html; charset=utf-8";
  private static final int TAG_DIGITS = 24;
  private static final int FIRST_UNPRINTABLE = 0x7f;

  private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);

  /** A template with what it needs. */
  void page(Context context, String template, Map<String, Object> parameters) {
    send(context, HTML, rendered(template, parameters));
  }

  private byte[] rendered(String template, Map<String, Object> parameters) {
    Utf8ByteOutput html = new Utf8ByteOutput();
    templates.render(template + ".jte", parameters, html);
    return html.toByteArray();
  }

  /** What many are sent. */
  Part part(String template, Map<String, Object> parameters) {
    return new Part(rendered(template, parameters));
  }

  /** The same for all who ask for it, compressed once; the tag is that of both forms. */
  static final class Part {
    private final byte[] plain;
    private final byte[] zipped;
    private final String tag;

    private Part(byte[] plain) {
      this.plain = plain;
      this.zipped = Gzipped.of(plain);
      this.tag = Answers.tag(plain);
    }
  }

  static void send(Context context, Part part) {
    context.contentType(HTML);
    if (isKnown(context, part.tag)) {
      return;
    }
    boolean isZipped = Gzipped.isAccepted(context);
    if (isZipped) {
      context.header("Content-Encoding", "gzip");
    }
    context.header("Vary", "Accept-Encoding");
    context.result(isZipped ? part.zipped : part.plain);
  }

  static void json(Context context, JsonWriter json) {
    send(context, "application/json", json.toBytes());
  }

  static void send(Context context, String type, byte[] body) {
    context.contentType(type);
    if (context.req().getMethod().equals("GET") && context.statusCode() == 200) {
      if (isKnown(context, tag(body))) {
        return;
      }
    }
    context.result(body);
  }

  /** Whether the client has it already: then it has been told so. */
  private static boolean isKnown(Context context, String tag) {
    // Weak, because it is sent compressed and not.
    context.header("ETag", "W/" + tag);
    boolean isKnown = EntityTag.isKnown(context.header("If-None-Match"), tag);
    if (isKnown) {
      context.status(304);
    }
    return isKnown;
  }

  private static String tag(byte[] body) {
    return '"' + Sha256.hex(body).substring(0, TAG_DIGITS) + '"';
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
