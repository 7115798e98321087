package dev.seseragi.apps.pos.product;

import dev.seseragi.apps.pos.field.Given;
import java.util.Map;
import java.util.function.Function;

/**
 * What was sent for a product; a change leaves what is missing as it is.
 *
 * @param stockSeen the stock that the sender saw: only the difference is applied
 * @param version the version that the sender saw
 */
public record ProductEntry(
    Given name, Given price, Given stock, Given stockSeen, Given image, Given version) {

  /** Of a JSON object. */
  public static ProductEntry ofJson(Map<?, ?> object) {
    return of(field -> Given.of(object, field));
  }

  /** By the names of the fields. */
  public static ProductEntry of(Function<String, Given> fields) {
    return new ProductEntry(
        fields.apply("product_name"),
        fields.apply("price"),
        fields.apply("stock"),
        fields.apply("stock_seen"),
        fields.apply("image"),
        fields.apply("version"));
  }
}
