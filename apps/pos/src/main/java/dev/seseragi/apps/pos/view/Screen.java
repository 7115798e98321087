package dev.seseragi.apps.pos.view;

/** The pages, in the order of the navigation. */
public enum Screen {
  /** Sales. */
  HOME("/", "ホーム", "home"),
  /** Products. */
  REGISTER("/register", "商品登録", "register"),
  /** Taking orders. */
  RECEPTION("/reception", "受付", "reception"),
  /** Cooking. */
  KITCHEN("/kitchen", "厨房", "kitchen"),
  /** Finding orders again. */
  HISTORY("/order_table", "注文履歴", "history"),
  /** For guests. */
  CALL("/call", "呼び出し", "call"),
  /** Where the data goes; not in the navigation. */
  STREAM("/stream", "データの流れ", "stream"),
  /** Logging in; not in the navigation. */
  LOGIN("/login", "ログイン", "login"),
  /** A refusal; not in the navigation. */
  ERROR("", "エラー", "error");

  private final String path;
  private final String title;
  private final String key;

  Screen(String path, String title, String key) {
    this.path = path;
    this.title = title;
    this.key = key;
  }

  /** Where it is. */
  public String path() {
    return path;
  }

  /** What it is called. */
  public String title() {
    return title;
  }

  /** How styles and scripts know it. */
  public String key() {
    return key;
  }

  /** Where its changing parts are; empty if it has none. */
  public String livePath() {
    return switch (this) {
      case HOME -> "/home/live";
      case REGISTER, RECEPTION, KITCHEN, HISTORY, CALL, STREAM -> path + "/live";
      case LOGIN, ERROR -> "";
    };
  }
}
