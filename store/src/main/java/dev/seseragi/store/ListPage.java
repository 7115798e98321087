package dev.seseragi.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing.
 *
 * @param objects in ascending order of their names' bytes
 * @param next what to pass for the page behind this one, of no meaning otherwise; null if this is
 *     the last. A page may be short, even empty, and still not be the last
 */
public record ListPage(List<ObjectInfo> objects, @Nullable String next) {
  /** Copies the list. */
  public ListPage {
    objects = List.copyOf(objects);
  }
}
