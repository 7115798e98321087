package dev.seseragi.apps.pos.order;

import dev.seseragi.apps.pos.product.Product;

/**
 * A product in an order, as it was when it was sold.
 *
 * @param isDeleted whether the product is no longer sold now
 */
public record OrderLine(
    long productId, String name, long unitPrice, long quantity, boolean isDeleted) {
  /** What it costs, in yen. */
  public long subtotal() {
    return unitPrice * quantity;
  }

  /** Its name, with a note if it is no longer sold. */
  public String shownName() {
    return Product.shownName(name, isDeleted);
  }
}
