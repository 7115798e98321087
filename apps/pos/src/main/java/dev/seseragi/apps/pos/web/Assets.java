package dev.seseragi.apps.pos.web;

import dev.seseragi.apps.hash.Sha256;
import dev.seseragi.apps.problem.Problem;
import dev.seseragi.apps.problem.ProblemException;
import dev.seseragi.apps.web.ClassPathFile;
import dev.seseragi.apps.web.Routes;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The static files, from the class path, read once and compressed once. Their URLs name their
 * content, so browsers keep them for good.
 */
final class Assets {
  private static final String HTMX = "/META-INF/resources/webjars/htmx.org/2.0.10/dist/htmx.min.js";
  private static final String OWN = "/assets/";
  private static final int HASH_DIGITS = 10;

  /** What is served, and what it is made of, in this order. */
  private static final Map<String, List<String>> FILES = new LinkedHashMap<>();

  static {
    FILES.put("style.css", List.of(OWN + "style.css", OWN + "screens.css"));
    FILES.put("theme.js", List.of(OWN + "theme.js"));
    FILES.put(
        "app.js",
        List.of(HTMX, OWN + "notice.js", OWN + "dialogs.js", OWN + "forms.js", OWN + "live.js"));
    FILES.put("reception.js", List.of(OWN + "cart.js", OWN + "order.js", OWN + "calculator.js"));
    FILES.put("kitchen.js", List.of(OWN + "kitchen.js"));
    FILES.put("call.js", List.of(OWN + "call.js"));
    FILES.put("icon.svg", List.of(OWN + "icon.svg"));
    FILES.put("placeholder.svg", List.of(OWN + "placeholder.svg"));
  }

  private static final List<String> IMAGES =
      List.of("yakisoba", "takoyaki", "frankfurt", "kakigori", "ramune", "churros");

  private final Map<String, Asset> byPath = new LinkedHashMap<>();
  private final Map<String, String> urls = new LinkedHashMap<>();

  /** A file as it is sent; its arrays are never changed. */
  private static final class Asset {
    private final String type;
    private final byte[] plain;
    private final byte[] zipped;
    private final boolean isNamedByContent;

    Asset(String type, byte[] plain, boolean isNamedByContent) {
      this.type = type;
      this.plain = plain;
      this.zipped = Gzipped.of(plain);
      this.isNamedByContent = isNamedByContent;
    }
  }

  Assets() {
    FILES.forEach((name, parts) -> {
      byte[] content = join(parts);
      String url = "/assets/" + Sha256.hex(content).substring(0, HASH_DIGITS) + "/" + name;
      urls.put(name, url);
      byPath.put(url, asset(name, content, true));
    });
    for (String image : IMAGES) {
      String path = "/images/" + image + ".svg";
      byPath.put(path, asset(path, join(List.of(path)), false));
    }
  }

  void addTo(Routes routes) {
    routes.at("/assets/{hash}/{name}", it -> it.get(this::send));
    routes.at("/images/{name}", it -> it.get(this::send));
    routes.at("/favicon.ico", it -> it.get(context -> context.redirect(url("icon.svg"))));
  }

  /** Where a file is. */
  String url(String name) {
    String url = urls.get(name);
    if (url == null) {
      throw new IllegalArgumentException("there is no static file " + name);
    }
    return url;
  }

  private void send(Context context) {
    Asset asset = byPath.get(context.path());
    if (asset == null) {
      throw new ProblemException(Problem.of(404, "not_found", "ページが見つかりません"));
    }
    boolean isZipped = Gzipped.isAccepted(context);
    context.contentType(asset.type);
    context.header("Vary", "Accept-Encoding");
    context.header(
        "Cache-Control",
        asset.isNamedByContent ? "public, max-age=31536000, immutable" : "public, max-age=3600");
    if (isZipped) {
      context.header("Content-Encoding", "gzip");
    }
    context.result(isZipped ? asset.zipped : asset.plain);
  }

  private static Asset asset(String name, byte[] content, boolean isNamedByContent) {
    String type =
        switch (name.substring(name.lastIndexOf('.'))) {
          case ".css" -> "text/css; charset=utf-8";
          case ".js" -> "text/javascript; charset=utf-8";
          default -> "image/svg+xml";
        };
    return new Asset(type, content, isNamedByContent);
  }

  private static byte[] join(List<String> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String part : parts) {
      all.writeBytes(ClassPathFile.read(Assets.class, part));
      all.write('\n');
    }
    return all.toByteArray();
  }
}
