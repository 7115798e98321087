package dev.seseragi.store.s3;

import dev.seseragi.SeseragiException;
import dev.seseragi.store.RemoteLimits;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Says what an error of the client means, and what to do about it. */
final class Failures {
  private final S3Settings.S3Location location;
  private final RemoteLimits limits;

  Failures(S3Settings.S3Location location, RemoteLimits limits) {
    this.location = location;
    this.limits = limits;
  }

  /**
   * Reads an error.
   *
   * @param permission what the request needs, for the advice
   */
  Failure of(Throwable error, String permission) {
    return switch (error) {
      case S3Exception answered -> ofAnswer(answered, permission);
      case BadAnswerException bad ->
          Failure.unanswered(
              bad.getMessage() + ". If it lasts, look whether the endpoint speaks S3", bad);
      case SeseragiException ours -> Failure.refused(String.valueOf(ours.getMessage()), ours);
      case IllegalArgumentException refused -> Failure.refused(text(refused), refused);
      default -> ofTheWay(error);
    };
  }

  // The server has answered.

  private Failure ofAnswer(S3Exception error, String permission) {
    Optional<Failure> byCode = ofCode(error, permission);
    return byCode.orElseGet(() -> ofStatus(error, permission));
  }

  private Optional<Failure> ofCode(S3Exception error, String permission) {
    String said = said(error);
    return Optional.ofNullable(
        switch (code(error)) {
          case "PreconditionFailed" -> taken(error);
          case "NoSuchKey" -> new Failure(Failure.Kind.MISSING, said, false, false, error);
          case "InvalidRange" -> new Failure(Failure.Kind.OUT_OF_RANGE, said, false, false, error);
          case "NoSuchBucket" -> noBucket(error);
          // What is answered to two conditional writes that race; and to damage on the way.
          case "ConditionalRequestConflict",
              "OperationAborted",
              "RequestTimeout",
              "BadDigest",
              "IncompleteBody",
              "XAmzContentSHA256Mismatch" ->
              Failure.unsent(said, error);
          case "AccessDenied", "AllAccessDisabled", "AccountProblem" -> denied(error, permission);
          case "InvalidAccessKeyId" ->
              Failure.refused(
                  said + ". Check access-key-id and that it belongs to this endpoint", error);
          case "SignatureDoesNotMatch" ->
              Failure.refused(
                  said + ". Check secret-access-key; it must belong to the key id", error);
          case "ExpiredToken", "InvalidToken", "TokenRefreshRequired" ->
              Failure.refused(
                  said + ". The session's credentials are no longer valid: get new ones", error);
          case "RequestTimeTooSkewed", "RequestExpired" -> skewed(error);
          case "PermanentRedirect",
              "TemporaryRedirect",
              "AuthorizationHeaderMalformed",
              "IllegalLocationConstraintException" ->
              elsewhere(error);
          case "NotImplemented" ->
              Failure.refused(
                  said
                      + ". The store lacks something that is needed, most likely creating an object"
                      + " only if there is none (If-None-Match), without which two writers could"
                      + " overwrite each other. Use a store that has it",
                  error);
          default -> null;
        });
  }

  private Failure ofStatus(S3Exception error, String permission) {
    int status = error.statusCode();
    String said = said(error);
    return switch (status) {
      case 401, 403 -> denied(error, permission);
      case 404 ->
          error instanceof NoSuchKeyException
              ? new Failure(Failure.Kind.MISSING, said, false, false, error)
              : Failure.refused(
                  said
                      + ". Check endpoint and force-path-style: this is not how S3 says that"
                      + " something is missing",
                  error);
      case 408, 409, 429 -> Failure.unsent(said, error);
      case 412 -> taken(error);
      case 416 -> new Failure(Failure.Kind.OUT_OF_RANGE, said, false, false, error);
      default -> {
        if (status >= 500) {
          yield Failure.unanswered(said, error);
        }
        yield status >= 300 && status < 400
            ? elsewhere(error)
            // An error inside an answer of 200 came after the work had begun.
            : new Failure(Failure.Kind.REFUSED, said, false, status < 300, error);
      }
    };
  }

  private static Failure taken(S3Exception error) {
    return new Failure(Failure.Kind.TAKEN, "the name is taken", false, false, error);
  }

  private Failure noBucket(S3Exception error) {
    return Failure.refused(
        "there is no bucket %s at %s. Create it, or correct bucket, region or endpoint"
            .formatted(location.bucket(), server()),
        error);
  }

  private Failure denied(S3Exception error, String permission) {
    return Failure.refused(
        "%s. The key or role needs %s on bucket %s"
            .formatted(said(error), permission, location.bucket()),
        error);
  }

  /** Worth another attempt: the SDK signs by the store's time once it was told of it. */
  private static Failure skewed(S3Exception error) {
    String date = header(error, "date").map(found -> ", and its own time is " + found).orElse("");
    String reason =
        "%s%s. This machine's clock differs too much from the store's: set it (NTP)"
            .formatted(said(error), date);
    return new Failure(Failure.Kind.REFUSED, reason, true, false, error);
  }

  private static Optional<String> header(S3Exception error, String name) {
    return Optional.ofNullable(error.awsErrorDetails())
        .map(AwsErrorDetails::sdkHttpResponse)
        .flatMap(response -> response.firstMatchingHeader(name));
  }

  private Failure elsewhere(S3Exception error) {
    String region =
        header(error, "x-amz-bucket-region").map(found -> ", which is " + found).orElse("");
    return Failure.refused(
        "%s. Bucket %s is not in region %s or not at this endpoint; set region: to the bucket's%s"
            .formatted(said(error), location.bucket(), location.region(), region),
        error);
  }

  private static String code(S3Exception error) {
    AwsErrorDetails details = error.awsErrorDetails();
    String code = details == null ? null : details.errorCode();
    return code == null ? "" : code;
  }

  /** What the server said; not the SDK's sentence, which adds ids and attempts. */
  private static String said(S3Exception error) {
    AwsErrorDetails details = error.awsErrorDetails();
    String message = details == null ? null : details.errorMessage();
    String code = code(error);
    String words =
        message == null || message.equals(code) || message.isBlank()
            ? code
            : (code.isEmpty() ? "" : code + ": ") + message.strip().replaceAll("[.\\s]+$", "");
    return "the store answered %d%s"
        .formatted(error.statusCode(), words.isEmpty() ? "" : " (" + words + ")");
  }

  // No answer came.

  private Failure ofTheWay(Throwable error) {
    for (Throwable at = error; at != null; at = at.getCause()) {
      Failure found = ofCause(at, error);
      if (found != null) {
        return found;
      }
    }
    return Failure.unanswered(text(error), error);
  }

  private @Nullable Failure ofCause(Throwable cause, Throwable error) {
    return switch (cause) {
      case SeseragiException ours -> Failure.refused(String.valueOf(ours.getMessage()), error);
      case UnknownHostException e ->
          Failure.unsent(
              "the name %s cannot be resolved. Check endpoint, region and bucket, and DNS"
                  .formatted(e.getMessage()),
              error);
      case ConnectException e -> unreachable(e, error);
      case NoRouteToHostException e -> unreachable(e, error);
      case SSLException e -> ofTls(e, error);
      case SocketTimeoutException e ->
          text(e).toLowerCase(Locale.ROOT).contains("connect timed out")
              ? Failure.unsent(
                  "no connection to %s within %s".formatted(server(), seconds(limits.connect())),
                  error)
              : Failure.unanswered(
                  "%s sent nothing for %s".formatted(server(), seconds(limits.silence())), error);
      case IOException e ->
          Failure.unanswered("the connection to %s broke: %s".formatted(server(), text(e)), error);
      case SdkClientException e -> ofSdk(e, error);
      default -> null;
    };
  }

  private Failure unreachable(IOException cause, Throwable error) {
    return Failure.unsent(
        "%s cannot be reached (%s). Check endpoint, network and firewall"
            .formatted(server(), text(cause)),
        error);
  }

  private Failure ofTls(SSLException cause, Throwable error) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof CertPathBuilderException) {
        return Failure.refused(
            "the certificate of %s is signed by nobody that this machine trusts. Install the CA"
                    .formatted(server())
                + " certificates (in a container: the package ca-certificates), or name them in"
                + " AWS_CA_BUNDLE; for a test server there is skip-verify",
            error);
      }
    }
    String said = text(cause);
    if (said.contains("No subject alternative") || said.contains("No name matching")) {
      return Failure.refused(
          "the certificate of %s is for another name (%s). With dots in the bucket's name set"
                  .formatted(server(), said)
              + " force-path-style: true",
          error);
    }
    return said.contains("unrecognized SSL message")
        ? Failure.refused(
            "%s does not speak TLS. Write its endpoint with http://".formatted(server()), error)
        : Failure.unanswered("the TLS connection to %s broke: %s".formatted(server(), said), error);
  }

  /** Those that have no cause are told apart by their words only. */
  private static @Nullable Failure ofSdk(SdkClientException cause, Throwable error) {
    String said = text(cause);
    if (said.contains("Unable to load credentials")) {
      return Failure.refused(
          "no credentials found. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or access-key-id"
              + " and secret-access-key in litestream.yml, or give the machine a role",
          error);
    }
    return cause.getCause() == null && said.contains("unmarshall")
        ? Failure.unanswered("the answer is not what S3's protocol says", error)
        : null;
  }

  private String server() {
    return location.endpoint().map(Object::toString).orElse("AWS in " + location.region());
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }

  private static String text(Throwable error) {
    String message = error.getMessage();
    return message == null || message.isBlank() ? error.getClass().getSimpleName() : message;
  }
}
