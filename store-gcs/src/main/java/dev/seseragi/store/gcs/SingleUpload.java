package dev.seseragi.store.gcs;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An upload in one request, from memory. */
final class SingleUpload {
  /** Stands between the parts; the content is never looked through for it, its length counts. */
  private static final String BOUNDARY = "seseragi-7d0f1c52b6a94e3f";

  private final GcsClient client;
  private final GcsErrors errors;
  private final UploadCheck check;
  private final URI uri;

  SingleUpload(GcsClient client, GcsErrors errors, URI uri) {
    this.client = client;
    this.errors = errors;
    this.check = new UploadCheck(errors);
    this.uri = uri;
  }

  /** Uploads; a success is one that was compared with what was sent. */
  Outcome run(UploadRequest request) {
    byte[] content = content(request);
    Checksum checksum = new Checksum();
    checksum.add(content, content.length);
    JsonObject resource = request.resource();
    resource.addProperty("crc32c", checksum.base64());
    Call call =
        Call.post(
            uri,
            "multipart/related; boundary=" + BOUNDARY,
            List.of(
                head("application/json; charset=UTF-8", ""),
                UploadRequest.bytes(resource),
                head(UploadRequest.CONTENT_TYPE, "\r\n"),
                content,
                ascii("\r\n--" + BOUNDARY + "--\r\n")));
    return check.compare(request, client.send(request.action(), call), checksum.base64());
  }

  private byte[] content(UploadRequest request) {
    int sizeBytes = Math.toIntExact(request.body().sizeBytes());
    try (InputStream in = request.body().open()) {
      byte[] content = in.readNBytes(sizeBytes);
      if (content.length < sizeBytes || in.read() >= 0) {
        throw errors.other(
            request.action(), "the body is not of the %,d bytes it says".formatted(sizeBytes));
      }
      return content;
    } catch (IOException e) {
      throw errors.unreadable(request.action(), e);
    }
  }

  private static byte[] head(String contentType, String before) {
    return ascii(before + "--" + BOUNDARY + "\r\nContent-Type: " + contentType + "\r\n\r\n");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
