package dev.seseragi.store.s3;

import dev.seseragi.store.StoreConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Certificates to trust, from a file in PEM. */
final class CaBundle {
  private CaBundle() {}

  static TrustManager[] trustManagers(Path file) {
    try (InputStream bytes = Files.newInputStream(file)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(bytes);
      if (certificates.isEmpty()) {
        throw new GeneralSecurityException("there is none");
      }
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int number = 0;
      for (Certificate certificate : certificates) {
        trusted.setCertificateEntry("ca-" + ++number, certificate);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      return factory.getTrustManagers();
    } catch (IOException | GeneralSecurityException e) {
      throw new StoreConfigurationException(
          "cannot read certificates from AWS_CA_BUNDLE, %s: %s. It must hold them in PEM"
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
