package dev.seseragi.apps.pos.view;

import dev.seseragi.apps.pos.live.Moment;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What surrounds every page.
 *
 * @param title of the page, without the application's name
 * @param links which the visitor may open
 * @param moment how far the changes had come before anything was read
 * @param hasSession whether somebody is logged in by a PIN
 * @param banner about the storage; empty if all is well
 * @param asset the URL of a static file, by its name
 */
public record Shell(
    Screen screen,
    String title,
    List<Screen> links,
    Moment moment,
    String build,
    boolean hasSession,
    Banner banner,
    Badge badge,
    UnaryOperator<String> asset) {
  /** Copies. */
  public Shell {
    links = List.copyOf(links);
  }

  /** What is said of the storage. */
  public enum Banner {
    /** Nothing. */
    NONE("", ""),
    /** It is not reached. */
    STORAGE("banner-storage", "データの保存先に届いていません。注文はまだ確定できません"),
    /** Another process writes. */
    READ_ONLY("banner-readonly", "読み取り専用です。注文や変更はできません");

    private final String id;
    private final String text;

    Banner(String id, String text) {
      this.id = id;
      this.text = text;
    }

    /** Its element. */
    public String id() {
      return id;
    }

    /** Its words. */
    public String text() {
      return text;
    }
  }

  /**
   * How the stream to the store fares, in one line.
   *
   * @param text what matters most
   * @param more follows it where there is room
   * @param level {@code good}, {@code late} or {@code bad}
   */
  public record Badge(String text, String more, String level) {}

  /** Where the name of the application leads: the first page that the visitor may open. */
  public String home() {
    return links.isEmpty() ? Screen.HOME.path() : links.getFirst().path();
  }

  /** The same page under another title. */
  public Shell titled(String other) {
    return new Shell(screen, other, links, moment, build, hasSession, banner, badge, asset);
  }
}
