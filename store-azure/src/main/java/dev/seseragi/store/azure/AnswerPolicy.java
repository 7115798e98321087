package dev.seseragi.store.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelineSyncPolicy;
import dev.seseragi.store.remote.ServerClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks at each answer before the client does: what time the service says it is, and whether a
 * range that comes is the one that was asked for. (A proxy that drops the question's header would
 * otherwise give other bytes than were wanted.)
 */
final class AnswerPolicy extends HttpPipelineSyncPolicy {
  private static final HttpHeaderName WANTED = HttpHeaderName.fromString("x-ms-range");
  private static final Pattern WANTED_RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{0,18})");
  private static final Pattern FOUND_RANGE =
      Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");
  private static final int OK = 200;
  private static final int PARTIAL_CONTENT = 206;

  private final ServerClock clock;

  AnswerPolicy(ServerClock clock) {
    this.clock = clock;
  }

  @Override
  protected HttpResponse afterReceivedResponse(
      HttpPipelineCallContext context, HttpResponse response) {
    clock.hear(response.getHeaderValue(HttpHeaderName.DATE));
    String wanted = context.getHttpRequest().getHeaders().getValue(WANTED);
    int status = response.getStatusCode();
    if (wanted != null && (status == OK || status == PARTIAL_CONTENT)) {
      String found = response.getHeaderValue(HttpHeaderName.CONTENT_RANGE);
      String length = response.getHeaderValue(HttpHeaderName.CONTENT_LENGTH);
      if (!isAnswerTo(wanted, found, length)) {
        response.close();
        throw new UncheckedIOException(
            new IOException(
                "another range came than was asked for: %s, found %s in %s bytes"
                    .formatted(wanted, found, length)));
      }
    }
    return response;
  }

  private static boolean isAnswerTo(
      String wanted, @Nullable String found, @Nullable String length) {
    Matcher asked = WANTED_RANGE.matcher(wanted);
    Matcher given = FOUND_RANGE.matcher(found == null ? "" : found);
    if (!asked.matches() || !given.matches()) {
      return false;
    }
    long from = Long.parseLong(given.group(1));
    long to = Long.parseLong(given.group(2));
    long end = Long.parseLong(given.group(3)) - 1;
    long last = asked.group(2).isEmpty() ? end : Math.min(end, Long.parseLong(asked.group(2)));
    return from == Long.parseLong(asked.group(1))
        && to == last
        && String.valueOf(to - from + 1).equals(length);
  }
}
