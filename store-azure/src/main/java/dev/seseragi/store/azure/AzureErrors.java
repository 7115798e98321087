package dev.seseragi.store.azure;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.http.HttpHeaderName;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobStorageException;
import dev.seseragi.store.StoreException;
import dev.seseragi.store.StoreForbiddenException;
import dev.seseragi.store.remote.ServerClock;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Makes of an error what a store's caller can act upon. */
final class AzureErrors {
  /** Azure accepts requests that are signed up to 15 minutes before or after its time. */
  private static final Duration TOLERATED_SKEW = Duration.ofMinutes(5);

  private static final String IMMUTABLE = "BlobImmutableDueToPolicy";

  private static final Set<String> TAKEN_CODES =
      Set.of("BlobAlreadyExists", "ConditionNotMet", IMMUTABLE);

  private static final Set<Integer> UNCERTAIN_STATUS = Set.of(408, 429, 500, 502, 503, 504);

  /** What the account or a network between refuses in a moment and not for ever. */
  private static final Set<String> PASSING_CODES =
      Set.of("ContainerBeingDeleted", "Md5Mismatch", "Crc64Mismatch", "InvalidBlockList");

  private final AzureSettings settings;
  private final InstantSource clock;

  AzureErrors(AzureSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** What an error of a request means. */
  static Failure kind(Throwable error) {
    if (error instanceof BlobStorageException answer) {
      return kind(answer.getStatusCode(), code(answer));
    }
    if (error instanceof BodyException
        || error instanceof StoreException
        || cause(error, ClientAuthenticationException.class) != null) {
      return Failure.REFUSED;
    }
    boolean isNotSent =
        cause(error, NoTokenException.class) != null
            || cause(error, ConnectException.class) != null
            || cause(error, UnknownHostException.class) != null
            || cause(error, UnresolvedAddressException.class) != null
            || cause(error, HttpConnectTimeoutException.class) != null
            || cause(error, NoRouteToHostException.class) != null;
    if (isNotSent) {
      return Failure.NOT_SENT;
    }
    return cause(error, SSLException.class) != null && !isIo(error)
        ? Failure.REFUSED
        : Failure.UNCERTAIN;
  }

  /** TLS that breaks in the midst is reported as TLS, too. */
  private static boolean isIo(Throwable error) {
    String message = String.valueOf(error.getMessage());
    return message.contains("reset") || message.contains("EOF") || message.contains("closed");
  }

  private static Failure kind(int status, String code) {
    if (TAKEN_CODES.contains(code) || status == 412) {
      return Failure.TAKEN;
    }
    if (PASSING_CODES.contains(code)) {
      return Failure.NOT_SENT;
    }
    if (status == 416) {
      return Failure.BEYOND_THE_END;
    }
    if (status == 404 && !code.equals("ContainerNotFound") && !code.equals("ResourceNotFound")) {
      return Failure.MISSING;
    }
    return UNCERTAIN_STATUS.contains(status) ? Failure.UNCERTAIN : Failure.REFUSED;
  }

  /** Azure's word for what is wrong; "" if it is not Azure that answers. */
  static String code(BlobStorageException error) {
    BlobErrorCode code = error.getErrorCode();
    if (code != null) {
      return code.toString();
    }
    // Answers to HEAD have no body.
    String header =
        error.getResponse() == null
            ? null
            : error.getResponse().getHeaderValue(HttpHeaderName.fromString("x-ms-error-code"));
    return header == null ? "" : header;
  }

  /**
   * An error of a request.
   *
   * @param action what was asked, e.g. "create ltx/0/…"
   */
  StoreException of(String action, Throwable error) {
    String failure = "cannot %s in %s: ".formatted(action, settings.describe());
    if (error instanceof StoreException known) {
      return known;
    }
    if (error instanceof BlobStorageException answer) {
      return ofAnswer(failure, answer);
    }
    ClientAuthenticationException login = cause(error, ClientAuthenticationException.class);
    if (login != null) {
      return new StoreForbiddenException(failure + login.getMessage(), error);
    }
    if (kind(error) == Failure.REFUSED && cause(error, SSLException.class) != null) {
      return new StoreForbiddenException(
          failure + tls(reason(cause(error, SSLException.class))), error);
    }
    return new StoreException(failure + network(error), error);
  }

  private String tls(String reason) {
    return reason.toLowerCase(Locale.ROOT).contains("unrecognized ssl message")
        ? "%s does not speak TLS: write the endpoint with http://, if that is what it is"
            .formatted(settings.endpoint())
        : "no trusted TLS connection (%s). If the image has no CA certificates, install them; if a"
                .formatted(reason)
            + " proxy signs with its own, add its certificate to Java's trust store";
  }

  private StoreException ofAnswer(String failure, BlobStorageException answer) {
    int status = answer.getStatusCode();
    String code = code(answer);
    String found = "%sthe service answers %d %s".formatted(failure, status, code).stripTrailing();
    if (code.equals(IMMUTABLE)) {
      return new StoreForbiddenException(
          found + ": an immutability policy or a legal hold keeps what is there", answer);
    }
    if (kind(answer) != Failure.REFUSED) {
      return new StoreException(found + ". It may work later", answer);
    }
    if (code.equals("ContainerNotFound") || status == 404) {
      return new StoreForbiddenException(
          "%s: there is no container %s. Create it: az storage container create --account-name %s"
                  .formatted(found, settings.container(), settings.account())
              + " --name "
              + settings.container(),
          answer);
    }
    if (status == 401 || status == 403) {
      return new StoreForbiddenException(found + ". " + nextStep(code) + skew(answer), answer);
    }
    return new StoreForbiddenException(found + ". Check endpoint, account-name and bucket", answer);
  }

  private String nextStep(String code) {
    return switch (code) {
      case "AuthorizationPermissionMismatch", "AuthorizationResourceTypeMismatch" ->
          "%s may not do that: give the identity the role Storage Blob Data Contributor on the"
                  .formatted(settings.access())
              + " container, or the token the permissions r, a, c, w, d and l";
      case "AuthorizationSourceIPMismatch" ->
          "The %s is not for this address".formatted(settings.access());
      case "AuthorizationFailure" ->
          "Check %s; if it is right, the account's firewall does not let this address in: allow its"
                  .formatted(settings.access())
              + " network";
      case "KeyBasedAuthenticationNotPermitted" ->
          "The account does not allow its key: use a managed identity or a sas-token";
      default -> "Check account-name and " + settings.access() + ", and whether it has expired";
    };
  }

  private String skew(BlobStorageException answer) {
    String date =
        answer.getResponse() == null
            ? null
            : answer.getResponse().getHeaderValue(HttpHeaderName.DATE);
    return ServerClock.parse(date)
        .map(server -> Duration.between(server, clock.instant()))
        .filter(skew -> skew.abs().compareTo(TOLERATED_SKEW) >= 0)
        .map(skew -> ". This machine's clock is %d minutes off: set it".formatted(skew.toMinutes()))
        .orElse("");
  }

  private String network(Throwable error) {
    String host = settings.endpoint().getHost();
    if (cause(error, UnknownHostException.class) != null
        || cause(error, UnresolvedAddressException.class) != null) {
      return "no address is known for %s (DNS). Check account-name and endpoint".formatted(host);
    }
    if (cause(error, TimeoutException.class) != null
        || cause(error, HttpTimeoutException.class) != null) {
      return host + " did not answer in time";
    }
    if (cause(error, ConnectException.class) != null) {
      return "nothing listens at %s, or a firewall refuses it".formatted(settings.endpoint());
    }
    IOException io = cause(error, IOException.class);
    return reason(io == null ? error : io);
  }

  private static String reason(@Nullable Throwable error) {
    return error == null ? "" : String.valueOf(error.getMessage());
  }

  /** The first of its causes that is of a kind; null if there is none. */
  private static <T> @Nullable T cause(Throwable error, Class<T> kind) {
    int depth = 0;
    for (Throwable next = error; next != null && depth < 20; next = next.getCause(), depth++) {
      if (kind.isInstance(next)) {
        return kind.cast(next);
      }
    }
    return null;
  }
}
