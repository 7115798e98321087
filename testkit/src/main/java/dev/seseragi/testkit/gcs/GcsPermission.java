package dev.seseragi.testkit.gcs;

import java.util.EnumSet;
import java.util.Set;

/** What the caller of a {@link FakeGcs} may do with objects. */
public enum GcsPermission {
  /** Read an object or its metadata. */
  GET,
  /** List objects. */
  LIST,
  /** Create an object; to write over one, {@link #DELETE} is needed, too. */
  CREATE,
  /** Delete an object, or write over it. */
  DELETE;

  /** All of them, as roles/storage.objectUser has. */
  public static Set<GcsPermission> objectUser() {
    return EnumSet.allOf(GcsPermission.class);
  }

  /** What roles/storage.objectViewer and roles/storage.objectCreator have together. */
  public static Set<GcsPermission> createOnly() {
    return EnumSet.of(GET, LIST, CREATE);
  }

  String id() {
    return "storage.objects." + name().toLowerCase(java.util.Locale.ROOT);
  }
}
