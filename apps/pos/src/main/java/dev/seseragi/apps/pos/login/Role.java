package dev.seseragi.apps.pos.login;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What somebody does at the stall. */
public enum Role {
  /** May do everything. */
  ADMIN("/", List.of(".*")),
  /** Takes orders and takes them back. */
  RECEPTION(
      "/reception",
      List.of(
          ".* /reception(/.*)?",
          ".* /order_table(/.*)?",
          "(GET|HEAD) /api/products(/[^/]+)?",
          ".* /api/orders(/[^/]+(/cancel)?)?",
          "POST /orders/cancel")),
  /** Cooks, hands over, and takes back. */
  KITCHEN(
      "/kitchen",
      List.of(
          ".* /kitchen(/.*)?",
          "GET /api/kitchen",
          "(GET|HEAD) /api/orders/[^/]+",
          "POST /api/orders/[^/]+/(status|cancel)",
          "POST /orders/([^/]+/status|cancel)"));

  /** For everybody who is logged in. */
  private static final Pattern SHARED =
      Pattern.compile("(GET|HEAD) /api/status|.* /stream(/.*)?|POST /logout");

  private final String firstPage;
  private final Pattern allowed;

  Role(String firstPage, List<String> allowed) {
    this.firstPage = firstPage;
    this.allowed = Pattern.compile(String.join("|", allowed));
  }

  /** Where its work begins. */
  public String firstPage() {
    return firstPage;
  }

  /** Whether it may send such a request. */
  public boolean allows(String method, String path) {
    String request = method + " " + path;
    return allowed.matcher(request).matches() || SHARED.matcher(request).matches();
  }

  static Optional<Role> of(String name) {
    for (Role role : values()) {
      if (role.name().equals(name)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
