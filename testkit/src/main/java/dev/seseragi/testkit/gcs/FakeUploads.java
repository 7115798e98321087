package dev.seseragi.testkit.gcs;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Uploads: in one request, and resumable. */
final class FakeUploads {
  /** Chunks but the last are multiples of it. */
  private static final int CHUNK_UNIT_BYTES = 256 * 1024;

  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (?:(\\d+)-(\\d+)|\\*)/(\\d+|\\*)");

  private final FakeService service;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  /** Of objects and sessions; it begins as large as real generations are. */
  private final AtomicLong generation = new AtomicLong(1_700_000_000_000_000L);

  FakeUploads(FakeService service) {
    this.service = service;
  }

  /** A resumable upload under way; its fields are guarded by itself. */
  private static final class Session {
    private final String bucketName;
    private final JsonObject resource;
    private final GcsCondition condition;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private @Nullable GcsAnswer end;

    Session(String bucketName, JsonObject resource, GcsCondition condition) {
      this.bucketName = bucketName;
      this.resource = resource;
      this.condition = condition;
    }
  }

  GcsAnswer answer(GcsRequest request, FakeBucket bucket, @Nullable GcsFault fault) {
    if (service.mayNot(GcsPermission.CREATE)) {
      return service.denied(GcsPermission.CREATE);
    }
    return switch (request.operation()) {
      case UPLOAD -> inOneRequest(request, bucket, fault);
      case START_SESSION -> start(request, bucket);
      case CHUNK, SESSION_STATUS -> resume(request, bucket, fault);
      case READ, STAT, LIST, DELETE, TOKEN, OTHER ->
          throw new IllegalArgumentException("no upload: " + request.operation());
    };
  }

  private GcsAnswer inOneRequest(GcsRequest request, FakeBucket bucket, @Nullable GcsFault fault) {
    String bucketName = bucketName(request);
    GcsCondition condition = GcsCondition.of(request);
    if (request.parameter("uploadType").equals("media")) {
      JsonObject resource = new JsonObject();
      resource.addProperty("name", request.parameter("name"));
      return insert(
          new Session(bucketName, resource, condition), bucket, request.body(), request, fault);
    }
    Multipart parts = Multipart.of(request);
    return insert(
        new Session(bucketName, parts.resource(), condition),
        bucket,
        parts.media(),
        request,
        fault);
  }

  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record Multipart(JsonObject resource, byte[] media) {
    static Multipart of(GcsRequest request) {
      String type = request.header("content-type");
      String boundary = "--" + type.substring(type.indexOf("boundary=") + 9).replace("\"", "");
      // Latin-1 keeps each byte as one character.
      String text = new String(request.body(), StandardCharsets.ISO_8859_1);
      int first = text.indexOf(boundary);
      int second = text.indexOf("\r\n" + boundary, first + 1) + 2;
      int end = text.lastIndexOf("\r\n" + boundary + "--");
      int json = text.indexOf("\r\n\r\n", first) + 4;
      int media = text.indexOf("\r\n\r\n", second) + 4;
      return new Multipart(
          JsonParser.parseString(text.substring(json, second)).getAsJsonObject(),
          Arrays.copyOfRange(request.body(), media, end));
    }
  }

  private GcsAnswer start(GcsRequest request, FakeBucket bucket) {
    JsonObject resource =
        JsonParser.parseString(new String(request.body(), StandardCharsets.UTF_8))
            .getAsJsonObject();
    Session session = new Session(bucketName(request), resource, GcsCondition.of(request));
    GcsAnswer refusal = refusal(session, bucket);
    if (refusal != null) {
      return refusal;
    }
    String id = "session-" + generation.incrementAndGet();
    sessions.put(id, session);
    String location =
        "http://%s/upload/storage/v1/b/%s/o?uploadType=resumable&upload_id=%s"
            .formatted(request.header("host"), session.bucketName, id);
    return GcsAnswer.empty(200, Map.of("Location", location, "X-GUploader-UploadID", id));
  }

  private @Nullable GcsAnswer refusal(Session session, FakeBucket bucket) {
    FakeObject live = bucket.find(name(session.resource));
    boolean isForbidden = live != null && service.mayNot(GcsPermission.DELETE);
    if (isForbidden && service.checksPermissionsBeforeConditions()) {
      return service.denied(GcsPermission.DELETE);
    }
    if (!session.condition.holdsFor(live)) {
      return GcsAnswer.conditionNotMet();
    }
    return isForbidden ? service.denied(GcsPermission.DELETE) : null;
  }

  private GcsAnswer resume(GcsRequest request, FakeBucket bucket, @Nullable GcsFault fault) {
    String id = request.parameter("upload_id");
    if (fault instanceof GcsFault.SessionGone) {
      sessions.remove(id);
    }
    Session session = sessions.get(id);
    if (session == null) {
      return GcsAnswer.error(410, "uploadSessionGone", "The upload session is gone.");
    }
    Matcher range = CONTENT_RANGE.matcher(request.header("content-range"));
    if (!range.matches()) {
      return GcsAnswer.error(400, "badRequest", "Failed to parse Content-Range header.");
    }
    synchronized (session) {
      if (session.end != null) {
        return session.end;
      }
      GcsAnswer answer = append(session, range, request, fault);
      if (answer != null) {
        return answer;
      }
      byte[] content = session.kept.toByteArray();
      if (!range.group(3).equals(Integer.toString(content.length))) {
        return incomplete(session);
      }
      session.end = insert(session, bucket, content, request, fault);
      return session.end;
    }
  }

  /** Null if the session may be complete now. */
  private static @Nullable GcsAnswer append(
      Session session, Matcher range, GcsRequest request, @Nullable GcsFault fault) {
    if (range.group(1) == null) {
      return null;
    }
    if (Long.parseLong(range.group(1)) > session.kept.size()) {
      return GcsAnswer.error(503, "backendError", "Bytes are missing before this range.");
    }
    boolean isLast = range.group(3).equals(Long.toString(Long.parseLong(range.group(2)) + 1));
    if (!isLast && request.body().length % CHUNK_UNIT_BYTES != 0) {
      return GcsAnswer.error(
          400, "badRequest", "Chunks but the last are multiples of 262144 bytes.");
    }
    int known = session.kept.size() - Integer.parseInt(range.group(1));
    int keep =
        fault instanceof GcsFault.KeptInPart part
            ? Math.min(part.bytes(), request.body().length)
            : request.body().length;
    if (keep > known) {
      session.kept.write(request.body(), known, keep - known);
    }
    return null;
  }

  private static GcsAnswer incomplete(Session session) {
    int size = session.kept.size();
    return GcsAnswer.empty(308, size == 0 ? Map.of() : Map.of("Range", "bytes=0-" + (size - 1)));
  }

  private GcsAnswer insert(
      Session session,
      FakeBucket bucket,
      byte[] content,
      GcsRequest request,
      @Nullable GcsFault fault) {
    GcsAnswer refusal = refusal(session, bucket);
    if (refusal != null) {
      return refusal;
    }
    String actual = FakeObject.crc32c(content);
    String said = saidCrc(session.resource, request);
    if (!said.isEmpty() && !said.equals(actual)) {
      return GcsAnswer.error(
          400,
          "invalid",
          "Provided CRC32C \"%s\" doesn't match calculated CRC32C \"%s\".".formatted(said, actual));
    }
    FakeObject object =
        new FakeObject(
            session.bucketName,
            name(session.resource),
            generation.incrementAndGet(),
            fault instanceof GcsFault.StoredShort cut
                ? Arrays.copyOf(content, cut.bytes())
                : content,
            metadata(session.resource),
            Instant.now());
    return bucket.insert(object, session.condition)
        ? GcsAnswer.json(200, GcsFields.select(object.resource(), request.parameter("fields")))
        : GcsAnswer.conditionNotMet();
  }

  private static String saidCrc(JsonObject resource, GcsRequest request) {
    String header = request.header("x-goog-hash");
    if (header.startsWith("crc32c=")) {
      return header.substring("crc32c=".length());
    }
    return resource.has("crc32c") ? resource.get("crc32c").getAsString() : "";
  }

  private static Map<String, String> metadata(JsonObject resource) {
    Map<String, String> metadata = new HashMap<>();
    JsonElement custom = resource.get("metadata");
    if (custom != null) {
      custom
          .getAsJsonObject()
          .entrySet()
          .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().getAsString()));
    }
    return metadata;
  }

  private static String name(JsonObject resource) {
    return resource.get("name").getAsString();
  }

  private static String bucketName(GcsRequest request) {
    return request.path().get(request.path().indexOf("b") + 1);
  }
}
