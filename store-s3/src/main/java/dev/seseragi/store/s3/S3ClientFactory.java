package dev.seseragi.store.s3;

import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.remote.ServerClock;
import dev.seseragi.store.s3.S3Settings.S3Keys;
import dev.seseragi.store.s3.S3Settings.S3Location;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ssl.TrustManager;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.spi.scheme.AuthSchemeOption;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.auth.scheme.S3AuthSchemeParams;
import software.amazon.awssdk.services.s3.auth.scheme.S3AuthSchemeProvider;
import software.amazon.awssdk.utils.AttributeMap;

/** Makes the client: one attempt a call, nothing sent that S3 does not require. */
final class S3ClientFactory {
  /** What JSSE takes for: every certificate is refused. */
  private static final TrustManager[] NOBODY_IS_TRUSTED = {};

  private S3ClientFactory() {}

  static S3Client create(S3Settings settings, RemoteLimits limits, ServerClock clock) {
    S3Location location = settings.location();
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClient(httpClient(settings, limits))
            .credentialsProvider(
                settings.keys().map(S3ClientFactory::fixed).orElseGet(S3ClientFactory::chain))
            .region(Region.of(location.region()))
            // Only a client that may ask another region than the first one.
            .crossRegionAccessEnabled(!location.isRegionCertain())
            .forcePathStyle(location.isPathStyle())
            // Many look-alikes refuse the trailers that carry checksums; bodies have Content-MD5.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .authSchemeProvider(new PayloadSigning(settings.wire().signsPayload()))
            .serviceConfiguration(it ->
                // Waiting for "100 Continue" costs a round trip for each object, and this HTTP
                // client waits in vain at servers that never send it.
                it.expectContinueEnabled(false)
                    .chunkedEncodingEnabled(false)
                    .useArnRegionEnabled(true))
            // Calls repeats attempts itself: it must know which of them may have been applied.
            .overrideConfiguration(
                it -> it.retryStrategy(once()).addExecutionInterceptor(new DateReader(clock)));
    location.endpoint().ifPresent(builder::endpointOverride);
    if (settings.wire().sendsContentMd5()) {
      builder.addPlugin(LegacyMd5Plugin.create());
    }
    return builder.build();
  }

  private static StandardRetryStrategy once() {
    return DefaultRetryStrategy.doNotRetry();
  }

  private static AwsCredentialsProvider fixed(S3Keys keys) {
    AwsCredentials credentials =
        keys.sessionToken()
            .<AwsCredentials>map(token ->
                AwsSessionCredentials.create(keys.accessKeyId(), keys.secretAccessKey(), token))
            .orElseGet(
                () -> AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey()));
    return StaticCredentialsProvider.create(credentials);
  }

  private static AwsCredentialsProvider chain() {
    return DefaultCredentialsProvider.builder().build();
  }

  private static SdkHttpClient httpClient(S3Settings settings, RemoteLimits limits) {
    UrlConnectionHttpClient.Builder builder =
        UrlConnectionHttpClient.builder()
            .connectionTimeout(limits.connect())
            .socketTimeout(limits.silence());
    if (settings.location().endpoint().filter(S3ClientFactory::isPlain).isPresent()
        && settings.wire().verifiesTls()) {
      // Reading the JDK's certificates for nothing would cost each start 50 ms.
      builder.tlsTrustManagersProvider(() -> NOBODY_IS_TRUSTED);
    } else {
      settings
          .wire()
          .caBundle()
          .ifPresent(
              bundle -> builder.tlsTrustManagersProvider(() -> CaBundle.trustManagers(bundle)));
    }
    if (settings.location().endpoint().filter(S3ClientFactory::isLoopback).isPresent()) {
      builder.proxyConfiguration(
          ProxyConfiguration.builder()
              .useEnvironmentVariablesValues(false)
              .useSystemPropertyValues(false)
              .build());
    }
    return builder.buildWithDefaults(
        AttributeMap.builder()
            .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, !settings.wire().verifiesTls())
            .build());
  }

  private static boolean isPlain(URI endpoint) {
    return "http".equalsIgnoreCase(endpoint.getScheme());
  }

  /** A proxy that the environment names cannot reach this machine's own servers. */
  private static boolean isLoopback(URI endpoint) {
    String host = endpoint.getHost();
    boolean isName = !host.matches("[0-9.:\\[\\]a-fA-F]+");
    try {
      return host.equals("localhost")
          || (!isName && InetAddress.getByName(host).isLoopbackAddress());
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Lets the clock hear of every answer, errors included. */
  private record DateReader(ServerClock clock) implements ExecutionInterceptor {
    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes unused) {
      context.httpResponse().firstMatchingHeader("Date").ifPresent(clock::hear);
    }
  }

  /** The SDK signs bodies over http only; Litestream's default is to sign them always. */
  private record PayloadSigning(boolean isOn) implements S3AuthSchemeProvider {
    private static final S3AuthSchemeProvider DEFAULT = S3AuthSchemeProvider.defaultProvider();

    @Override
    public List<AuthSchemeOption> resolveAuthScheme(S3AuthSchemeParams parameters) {
      return DEFAULT.resolveAuthScheme(parameters).stream()
          .map(option ->
              option.toBuilder()
                  .putSignerProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, isOn)
                  .build())
          .toList();
    }
  }
}
