package dev.seseragi.bench.pos;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * What a browser that knows nothing yet fetches for a page, without pictures of products.
 *
 * @param requests the stream of events among them
 * @param bytes of all bodies, compressed
 */
record FirstLoad(int requests, long bytes) {
  private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"");

  static FirstLoad of(Site site, String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> page = site.get(path, "");
    long bytes = page.body().length;
    String html;
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(page.body()))) {
      html = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    Set<String> assets = new LinkedHashSet<>();
    Matcher found = ASSET.matcher(html);
    while (found.find()) {
      assets.add(found.group(1));
    }
    for (String asset : assets) {
      bytes += site.get(asset, "").body().length;
    }
    return new FirstLoad(assets.size() + 2, bytes);
  }
}
