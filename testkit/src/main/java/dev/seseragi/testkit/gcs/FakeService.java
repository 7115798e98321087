package dev.seseragi.testkit.gcs;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the JSON API answers, without the network. Safe for use by many threads. */
final class FakeService {
  /** Named in refusals. */
  private static final String ACCOUNT = "replica@project.iam.gserviceaccount.com";

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

  private final Map<String, FakeBucket> buckets = new ConcurrentHashMap<>();
  private final FakeUploads uploads = new FakeUploads(this);
  private volatile Set<GcsPermission> permissions = GcsPermission.objectUser();
  private volatile @Nullable String token;
  private volatile boolean checksPermissionsFirst;

  void createBucket(String name) {
    buckets.put(name, new FakeBucket());
  }

  @Nullable FakeBucket bucket(String name) {
    return buckets.get(name);
  }

  void checkPermissionsFirst() {
    checksPermissionsFirst = true;
  }

  boolean checksPermissionsBeforeConditions() {
    return checksPermissionsFirst;
  }

  void allow(Set<GcsPermission> allowed) {
    permissions = EnumSet.copyOf(allowed);
  }

  void requireToken(String required) {
    token = required;
  }

  boolean mayNot(GcsPermission permission) {
    return !permissions.contains(permission);
  }

  GcsAnswer denied(GcsPermission permission) {
    return GcsAnswer.denied(ACCOUNT, permission);
  }

  GcsAnswer answer(GcsRequest request, @Nullable GcsFault fault) {
    String required = token;
    // The URI of an upload session is a credential itself.
    boolean isSession = request.query().containsKey("upload_id");
    if (required != null
        && !isSession
        && !request.header("authorization").equals("Bearer " + required)) {
      return GcsAnswer.of(401);
    }
    GcsOperation operation = request.operation();
    FakeBucket bucket = operation == GcsOperation.OTHER ? null : bucketOf(request);
    if (bucket == null) {
      return operation == GcsOperation.READ
          ? GcsAnswer.mediaError(404, "The specified bucket does not exist.")
          : GcsAnswer.noSuchBucket();
    }
    return switch (operation) {
      case UPLOAD, START_SESSION, CHUNK, SESSION_STATUS -> uploads.answer(request, bucket, fault);
      case READ -> read(request, bucket);
      case STAT -> stat(request, bucket);
      case LIST -> list(request, bucket);
      case DELETE -> delete(request, bucket);
      case TOKEN, OTHER -> GcsAnswer.error(404, "notFound", "Not Found");
    };
  }

  private @Nullable FakeBucket bucketOf(GcsRequest request) {
    int at = request.path().indexOf("b") + 1;
    return at == 0 ? null : buckets.get(request.path().get(at));
  }

  private GcsAnswer list(GcsRequest request, FakeBucket bucket) {
    if (mayNot(GcsPermission.LIST)) {
      return denied(GcsPermission.LIST);
    }
    String size = request.parameter("maxResults");
    JsonObject page =
        bucket.page(
            request.parameter("prefix"),
            size.isEmpty() ? FakeBucket.MAX_PAGE : Integer.parseInt(size),
            request.parameter("pageToken"));
    return GcsAnswer.json(200, GcsFields.select(page, request.parameter("fields")));
  }

  private GcsAnswer stat(GcsRequest request, FakeBucket bucket) {
    FakeObject object = bucket.find(request.path().getLast());
    if (mayNot(GcsPermission.GET)) {
      return denied(GcsPermission.GET);
    }
    return object == null
        ? GcsAnswer.error(404, "notFound", missing(request))
        : GcsAnswer.json(200, GcsFields.select(object.resource(), request.parameter("fields")));
  }

  private GcsAnswer delete(GcsRequest request, FakeBucket bucket) {
    if (mayNot(GcsPermission.DELETE)) {
      return denied(GcsPermission.DELETE);
    }
    FakeObject object = bucket.find(request.path().getLast());
    if (object == null) {
      return GcsAnswer.error(404, "notFound", missing(request));
    }
    if (!GcsCondition.of(request).holdsFor(object)) {
      return GcsAnswer.conditionNotMet();
    }
    bucket.remove(object.name());
    return GcsAnswer.empty(204, Map.of());
  }

  private GcsAnswer read(GcsRequest request, FakeBucket bucket) {
    FakeObject object = bucket.find(request.path().getLast());
    if (mayNot(GcsPermission.GET)) {
      return denied(GcsPermission.GET);
    }
    if (object == null) {
      return GcsAnswer.mediaError(404, missing(request));
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/octet-stream");
    headers.put("X-Goog-Generation", Long.toString(object.generation()));
    headers.put("X-Goog-Hash", "crc32c=" + FakeObject.crc32c(object.content()));
    Matcher range = RANGE.matcher(request.header("range"));
    return range.matches()
        ? part(object.content(), range, headers)
        : new GcsAnswer(200, headers, object.content());
  }

  private static GcsAnswer part(byte[] content, Matcher range, Map<String, String> headers) {
    long from = Long.parseLong(range.group(1));
    if (from >= content.length) {
      return GcsAnswer.mediaError(416, "The requested range cannot be satisfied.");
    }
    long last = range.group(2).isEmpty() ? content.length - 1 : Long.parseLong(range.group(2));
    int to = (int) Math.min(last, content.length - 1) + 1;
    headers.put("Content-Range", "bytes %d-%d/%d".formatted(from, to - 1, content.length));
    return new GcsAnswer(206, headers, Arrays.copyOfRange(content, (int) from, to));
  }

  private static String missing(GcsRequest request) {
    int at = request.path().indexOf("b") + 1;
    return "No such object: " + request.path().get(at) + "/" + request.path().getLast();
  }
}
