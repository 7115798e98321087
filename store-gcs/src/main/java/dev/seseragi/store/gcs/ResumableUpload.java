package dev.seseragi.store.gcs;

import dev.seseragi.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An upload in chunks, each of which may be sent again. The limits for a call hold for each chunk;
 * one chunk is in memory at a time. The object comes into being with the last chunk, under the
 * condition that the session was begun with.
 *
 * <p>For one upload and one thread.
 *
 * @see <a href="https://cloud.google.com/storage/docs/performing-resumable-uploads">protocol</a>
 */
final class ResumableUpload {
  /** How much one chunk has; Google demands multiples of 256 KiB. */
  static final int CHUNK_BYTES = 8 << 20;

  private static final int RESUME_INCOMPLETE = 308;
  private static final Pattern KEPT = Pattern.compile("bytes=0-(\\d{1,18})");

  private final GcsClient client;
  private final GcsErrors errors;
  private final UploadCheck check;
  private final UploadRequest request;
  private final Checksum checksum = new Checksum();
  private final byte[] chunk = new byte[CHUNK_BYTES];

  /** Where the chunk begins in the object, and how much there is in it. */
  private long chunkAt;

  private int chunkBytes;

  /** Whether the last chunk was on its way: from then on the object may come into being. */
  private boolean isLastSent;

  ResumableUpload(GcsClient client, GcsErrors errors, UploadRequest request) {
    this.client = client;
    this.errors = errors;
    this.check = new UploadCheck(errors);
    this.request = request;
  }

  /** Uploads; a success is one that was compared with what was sent. */
  Outcome run(URI uri) {
    Call start =
        Call.post(
            uri,
            "application/json; charset=UTF-8",
            List.of(UploadRequest.bytes(request.resource())));
    // Without its last chunk a session comes to nothing, however often one was begun.
    return switch (client.send(request.action(), start)) {
      case Outcome.Failed(StoreException cause, boolean _) -> new Outcome.Failed(cause, false);
      case Outcome.Answered(Answer answer, boolean _) ->
          answer.isSuccess()
              ? session(answer).map(this::sendAll).orElseGet(this::noSession)
              : new Outcome.Answered(answer, false);
    };
  }

  private static Optional<URI> session(Answer answer) {
    try {
      return answer.headers().firstValue("Location").map(URI::create);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Outcome noSession() {
    return new Outcome.Failed(
        errors.unexpected(request.action(), "the server began an upload without a session"), false);
  }

  private Outcome sendAll(URI session) {
    try (InputStream in = request.body().open()) {
      while (true) {
        read(in);
        Outcome outcome = sendChunk(session);
        if (!(outcome instanceof Outcome.Answered(Answer answer, boolean _))
            || answer.status() != RESUME_INCOMPLETE) {
          return check.compare(request, outcome, checksum.base64());
        }
        chunkAt += chunkBytes;
      }
    } catch (IOException e) {
      // Chunks are read before they are sent: the last one was not.
      throw errors.unreadable(request.action(), e);
    }
  }

  private void read(InputStream in) throws IOException {
    long sizeBytes = request.body().sizeBytes();
    chunkBytes = in.readNBytes(chunk, 0, (int) Math.min(CHUNK_BYTES, sizeBytes - chunkAt));
    boolean isLast = chunkBytes < CHUNK_BYTES || chunkAt + chunkBytes == sizeBytes;
    if (isLast && (chunkAt + chunkBytes < sizeBytes || in.read() >= 0)) {
      throw errors.other(
          request.action(), "the body is not of the %,d bytes it says".formatted(sizeBytes));
    }
    checksum.add(chunk, chunkBytes);
  }

  /** 308 once the chunk is kept as a whole, and more is to follow; otherwise the end. */
  private Outcome sendChunk(URI session) {
    GcsClient.Attempts attempts = client.attempts(request.action());
    int keptBytes = 0;
    boolean asks = false;
    while (true) {
      isLastSent |= !asks && isLast();
      Outcome outcome = attempts.next(asks ? statusCall(session) : chunkCall(session, keptBytes));
      if (outcome instanceof Outcome.Answered(Answer answer, boolean mayBeApplied)) {
        if (answer.status() != RESUME_INCOMPLETE) {
          return ended(answer, mayBeApplied);
        }
        int kept = keptOfChunk(answer);
        if (kept < 0) {
          return failed("the server lost what it had kept of the upload");
        }
        if (kept == chunkBytes && !isLast()) {
          return outcome;
        }
        boolean isStuck = !asks && kept <= keptBytes;
        keptBytes = kept;
        // All is kept and the object is not made yet: there is nothing left to send.
        asks = kept == chunkBytes;
        if (isStuck && !attempts.mayGoOn(failed("the server keeps nothing of what is sent"))) {
          return failed("the server keeps nothing of what is sent");
        }
      } else {
        if (!attempts.mayGoOn(outcome)) {
          return withKnowledge(outcome);
        }
        // It may have kept some of the chunk, or all: ask before sending it again.
        asks = true;
      }
    }
  }

  private boolean isLast() {
    return chunkAt + chunkBytes == request.body().sizeBytes();
  }

  private Outcome ended(Answer answer, boolean mayBeApplied) {
    boolean isGone = answer.status() == 404 || answer.status() == 410;
    if (isGone) {
      return failed("the server ended the upload session. Try again");
    }
    return new Outcome.Answered(answer, isLastSent && mayBeApplied);
  }

  private Outcome failed(String what) {
    return new Outcome.Failed(errors.other(request.action(), what), isLastSent);
  }

  private Outcome withKnowledge(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Failed(StoreException cause, boolean mayBeApplied) ->
          new Outcome.Failed(cause, isLastSent && mayBeApplied);
      case Outcome.Answered answered -> answered;
    };
  }

  private Call chunkCall(URI session, int keptBytes) {
    long first = chunkAt + keptBytes;
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(
        "Content-Range",
        "bytes %d-%d/%d".formatted(first, chunkAt + chunkBytes - 1, request.body().sizeBytes()));
    if (isLast()) {
      headers.put("X-Goog-Hash", "crc32c=" + checksum.base64());
    }
    byte[] bytes =
        keptBytes == 0 && chunkBytes == CHUNK_BYTES
            ? chunk
            : Arrays.copyOfRange(chunk, keptBytes, chunkBytes);
    return Call.toSession(session, headers, List.of(bytes));
  }

  private Call statusCall(URI session) {
    return Call.toSession(
        session, Map.of("Content-Range", "bytes */" + request.body().sizeBytes()), List.of());
  }

  /** How much of the chunk the server has; negative if it lacks bytes from before. */
  private int keptOfChunk(Answer answer) {
    @Nullable String range = answer.headers().firstValue("Range").orElse(null);
    Matcher kept = KEPT.matcher(range == null ? "" : range);
    long keptBytes = kept.matches() ? Long.parseLong(kept.group(1)) + 1 : 0;
    return keptBytes > chunkAt + chunkBytes ? -1 : (int) Math.max(-1, keptBytes - chunkAt);
  }
}
