package dev.seseragi.store.gcs;

import dev.seseragi.store.ObjectMissingException;
import dev.seseragi.store.StoreClosedException;
import dev.seseragi.store.StoreException;
import dev.seseragi.store.StoreForbiddenException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** Makes of what went wrong what a store's caller can act upon. */
final class GcsErrors {
  static final String DELETE_PERMISSION = "storage.objects.delete";

  /** Google refuses logins that are off by more. */
  private static final Duration MAX_SKEW = Duration.ofMinutes(5);

  private static final Pattern PERMISSION = Pattern.compile("storage\\.objects\\.[a-z]+");

  private final GcsSettings settings;
  private final InstantSource clock;

  GcsErrors(GcsSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  StoreException closed(String action) {
    return new StoreClosedException(action, settings.describe());
  }

  StoreException interrupted(String action) {
    return new StoreException(failure(action) + "the thread was interrupted");
  }

  /** Something that the protocol does not know. */
  StoreException unexpected(String action, String what) {
    return new StoreException(
        failure(action) + what + ". Is this really Google Cloud Storage, and not a proxy?");
  }

  /** A condition that may pass. */
  StoreException other(String action, String what) {
    return new StoreException(failure(action) + what);
  }

  /** The body that was to be sent; nothing of it was applied. */
  StoreException unreadable(String action, IOException cause) {
    return new StoreException(
        failure(action) + "the body cannot be read (" + words(cause) + ")", cause);
  }

  StoreException missing(String name) {
    return new ObjectMissingException(settings.describe(), name, null);
  }

  /** An answer other than a success. */
  StoreException of(String action, Answer answer) {
    GcsError error = GcsError.of(answer.text());
    if (answer.isTransient()) {
      return new StoreException(
          "%sthe server answered %d (%s). It may work later"
              .formatted(failure(action), answer.status(), error.message()));
    }
    return switch (answer.status()) {
      case 401 ->
          forbidden(
              action,
              answer,
              error,
              "the credentials are not accepted. Check %s, or make a new key"
                  .formatted(GcsSettings.KEY_FILE));
      case 403 -> forbidden(action, answer, error, advice(error));
      case 404 ->
          forbidden(
              action,
              answer,
              error,
              "there is no bucket \"%s\". Create it, or correct the URL"
                  .formatted(settings.bucket()));
      default ->
          unexpected(
              action, "the server answered %d (%s)".formatted(answer.status(), error.message()));
    };
  }

  /** Whether an answer says that the bucket itself is missing. */
  static boolean saysNoBucket(Answer answer) {
    return answer.status() == 404 && answer.text().contains("bucket does not exist");
  }

  /** Whether an answer says that deleting, which writing over needs, is not allowed. */
  static boolean refusesDeletion(Answer answer) {
    return answer.status() == 403 && answer.text().contains(DELETE_PERMISSION);
  }

  private StoreException forbidden(String action, Answer answer, GcsError error, String advice) {
    return new StoreForbiddenException(
        "%s%s%s (the server says: %s)"
            .formatted(failure(action), skew(answer).orElse(""), advice, error.message()),
        null);
  }

  private String advice(GcsError error) {
    if (error.reason().contains("etention") || error.message().contains("etention policy")) {
      return "the bucket keeps every object for a set time. Its retention policy or a hold must end"
          + " first";
    }
    Matcher permission = PERMISSION.matcher(error.message());
    String needed = permission.find() ? permission.group() : "";
    return switch (needed) {
      case DELETE_PERMISSION ->
          "permission %s is missing, which deleting and writing over an object need (creating does"
                  .formatted(DELETE_PERMISSION)
              + " not). "
              + grant("roles/storage.objectUser");
      case "storage.objects.create" ->
          "permission %s is missing. ".formatted(needed) + grant("roles/storage.objectCreator");
      case "storage.objects.get", "storage.objects.list" ->
          "permission %s is missing. ".formatted(needed) + grant("roles/storage.objectViewer");
      default -> "access is denied. Look at the bucket's permissions, and at the project's billing";
    };
  }

  private String grant(String role) {
    return "Grant the account %s on the bucket \"%s\"".formatted(role, settings.bucket());
  }

  private Optional<String> skew(Answer answer) {
    try {
      return answer
          .headers()
          .firstValue("Date")
          .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
          .map(there -> Duration.between(there, clock.instant()))
          .filter(ahead -> ahead.abs().compareTo(MAX_SKEW) > 0)
          .map(ahead ->
              "this machine's clock is %d minutes %s: set it. Otherwise: "
                  .formatted(ahead.abs().toMinutes(), ahead.isNegative() ? "behind" : "ahead"));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** No answer, or not all of it. */
  StoreException of(String action, IOException cause) {
    String failure = failure(action);
    return switch (cause) {
      case LoginException e when !e.isTransient() ->
          new StoreForbiddenException(failure + e.getMessage(), e);
      case LoginException e -> new StoreException(failure + e.getMessage(), e);
      case HttpConnectTimeoutException e ->
          new StoreException(
              "%s%s did not accept a connection in time. Is a firewall in the way?"
                  .formatted(failure, settings.endpoint()),
              e);
      case HttpTimeoutException e -> new StoreException(failure + e.getMessage(), e);
      case ConnectException e -> new StoreException(failure + unreachable(e), e);
      case SSLException e -> new StoreException(failure + untrusted(e), e);
      default ->
          new StoreException(
              "%sthe connection broke (%s). It may work later".formatted(failure, words(cause)),
              cause);
    };
  }

  private static String words(IOException cause) {
    return String.valueOf(cause.getMessage());
  }

  private String unreachable(ConnectException e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof UnresolvedAddressException) {
        return "the name %s is not known here. Look after this machine's DNS%s"
            .formatted(settings.endpoint().getHost(), emulatorHint());
      }
    }
    return "nobody answers at %s. Look after this machine's network%s"
        .formatted(settings.endpoint(), emulatorHint());
  }

  private String emulatorHint() {
    return settings.isEmulator() ? ", and at " + GcsSettings.EMULATOR : "";
  }

  private String untrusted(SSLException e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("PKIX") || message.contains("trustAnchors")) {
      return "the certificate of %s is not trusted. Install the CA certificates (package"
              .formatted(settings.endpoint())
          + " ca-certificates), or import that of the proxy in between; check the clock, too ("
          + message
          + ")";
    }
    return "no secure connection to %s (%s)".formatted(settings.endpoint(), message);
  }

  /** Whether the request itself was certainly never sent. */
  static boolean provesNothingSent(IOException cause) {
    return cause instanceof LoginException
        || cause instanceof ConnectException
        || cause instanceof HttpConnectTimeoutException
        || cause instanceof SSLHandshakeException;
  }

  private String failure(String action) {
    return "cannot %s in %s: ".formatted(action, settings.describe());
  }
}
