package dev.seseragi.apps.pos.product;

import java.util.Optional;

/**
 * A product.
 *
 * @param price whole yen
 * @param image an absolute URL, or a path of this application for the demo's drawings
 * @param isDeleted whether it is no longer sold
 * @param version grows with each edit of name, price or image
 */
public record Product(
    long id,
    String name,
    long price,
    long stock,
    Optional<String> image,
    boolean isDeleted,
    long version) {
  /** The name of a product as it was sold or is, with a note if it is no longer sold. */
  public static String shownName(String name, boolean isDeleted) {
    return isDeleted ? name + " (削除済み)" : name;
  }
}
