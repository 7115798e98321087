package dev.seseragi.deploy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.text.Collator;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Run by the runtime of an image: prints a line for each thing that a runtime made by jlink may
 * lack. Needs nothing but the JDK.
 */
final class RuntimeCheck {
  private RuntimeCheck() {}

  /** Argument: a folder to write to. */
  public static void main(String[] words) throws Exception {
    System.out.println("authorities: " + (authorities() > 80));
    System.out.println(
        "TLS: " + SSLContext.getDefault().getDefaultSSLParameters().getProtocols()[0]);
    System.out.println(
        "curves: "
            + KeyPairGenerator.getInstance("X25519").generateKeyPair().getPublic().getAlgorithm()
            + " "
            + KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic().getAlgorithm());
    System.out.println("cipher: " + Cipher.getInstance("AES/GCM/NoPadding").getAlgorithm());
    System.out.println(
        "Tokyo: "
            + DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
                Instant.EPOCH.atZone(ZoneId.of("Asia/Tokyo"))));
    System.out.println(
        "Monday: " + java.time.DayOfWeek.MONDAY.getDisplayName(TextStyle.FULL, Locale.JAPANESE));
    String[] words1 = {"やきそば", "かき氷", "タコ焼き", "カキ氷"};
    Arrays.sort(words1, Collator.getInstance(Locale.JAPANESE));
    System.out.println("order: " + String.join(" ", List.of(words1)));
    Path file = Files.createFile(Path.of(words[0], "せせらぎ"));
    System.out.println("file: " + file.getFileName() + " " + Files.exists(file));
  }

  private static int authorities() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    @Nullable KeyStore systemDefault = null;
    factory.init(systemDefault);
    int count = 0;
    for (TrustManager manager : factory.getTrustManagers()) {
      count += manager instanceof X509TrustManager x509 ? x509.getAcceptedIssuers().length : 0;
    }
    return count;
  }
}
