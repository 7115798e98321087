package dev.seseragi.testkit.store;

import dev.seseragi.store.ListPage;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whole listings, page after page. */
public final class Listings {
  private Listings() {}

  /** Every object whose name begins with {@code prefix}, in the order of the pages. */
  public static List<ObjectInfo> objects(ObjectStore store, String prefix) {
    List<ObjectInfo> objects = new ArrayList<>();
    for (ListPage page : pages(store, prefix)) {
      objects.addAll(page.objects());
    }
    return objects;
  }

  /** The names of {@link #objects}. */
  public static List<String> names(ObjectStore store, String prefix) {
    return objects(store, prefix).stream().map(ObjectInfo::name).toList();
  }

  /** All pages, the last without a next one. */
  public static List<ListPage> pages(ObjectStore store, String prefix) {
    List<ListPage> pages = new ArrayList<>();
    @Nullable String continuation = null;
    do {
      ListPage page = store.list(prefix, continuation);
      pages.add(page);
      continuation = page.next();
    } while (continuation != null);
    return pages;
  }
}
