package dev.seseragi.store.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import dev.seseragi.store.RemoteLimits;
import dev.seseragi.store.azure.AzureSettings.Access;
import dev.seseragi.store.remote.ServerClock;
import java.time.Duration;
import java.time.InstantSource;

/** Makes Microsoft's client: without retries of its own, and without telling what it runs on. */
final class AzureClient {
  private static final Duration FOREVER = Duration.ofDays(1);

  private AzureClient() {}

  static BlobContainerClient make(AzureSettings settings, RemoteLimits limits, ServerClock clock) {
    BlobContainerClientBuilder builder =
        new BlobContainerClientBuilder()
            .endpoint(settings.endpoint().toString())
            .containerName(settings.container())
            .httpClient(http(limits))
            .addPolicy(new AnswerPolicy(clock))
            // Ours know what may be repeated, and when to give up.
            .retryOptions(
                new RequestRetryOptions(RetryPolicyType.FIXED, 1, FOREVER, null, null, null));
    switch (settings.access()) {
      case Access.AccountKey key ->
          builder.credential(new StorageSharedKeyCredential(settings.account(), key.key()));
      case Access.SasToken token -> builder.sasToken(token.token());
      case Access.Identity(TokenSource source) ->
          builder.credential(new Identity(source, limits, InstantSource.system()));
    }
    return builder.buildClient();
  }

  private static HttpClient http(RemoteLimits limits) {
    java.net.http.HttpClient.Builder jdk =
        java.net.http.HttpClient.newBuilder().version(java.net.http.HttpClient.Version.HTTP_1_1);
    return new JdkHttpClientBuilder(jdk)
        .connectionTimeout(limits.connect())
        .writeTimeout(limits.silence())
        .responseTimeout(limits.silence())
        .readTimeout(limits.silence())
        .build();
  }
}
