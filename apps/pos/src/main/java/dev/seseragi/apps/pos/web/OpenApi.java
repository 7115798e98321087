package dev.seseragi.apps.pos.web;

import dev.seseragi.apps.web.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The description of the API (OpenAPI 3.1), which is written by hand and held to the routes by a
 * test.
 */
final class OpenApi {
  private final byte[] description;

  OpenApi() {
    try (InputStream in = OpenApi.class.getResourceAsStream("/openapi.json")) {
      if (in == null) {
        throw new IllegalStateException("the class path lacks /openapi.json");
      }
      description = in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read /openapi.json", e);
    }
  }

  void addTo(Routes routes) {
    routes.at(
        "/openapi.json",
        it -> it.get(context -> Answers.send(context, "application/json", description)));
  }
}
