package dev.seseragi.apps.pos.product;

import dev.seseragi.apps.pos.field.FieldErrors;
import dev.seseragi.apps.pos.field.Given;
import dev.seseragi.apps.pos.field.Texts;
import dev.seseragi.apps.pos.field.Whole;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** What a product's fields may be. Notes what is wrong and then goes on with anything. */
final class ProductRules {
  static final String NAME = "product_name";
  static final String PRICE = "price";
  static final String STOCK = "stock";
  static final String IMAGE = "image";
  static final String NEGATIVE_STOCK = "在庫数は0以上で入力してください";

  private static final int MAX_NAME = 255;
  private static final long MAX_NUMBER = 9_999_999;
  private static final int MAX_IMAGE = 2_000;

  private final FieldErrors errors;

  ProductRules(FieldErrors errors) {
    this.errors = errors;
  }

  String name(Given given) {
    String text = given.asText();
    String name = text == null ? "" : Texts.name(text);
    if (name.isEmpty()) {
      errors.add(NAME, "商品名は1文字以上で入力してください");
    } else if (Texts.length(name) > MAX_NAME) {
      errors.add(NAME, "商品名は255文字以下で入力してください");
    }
    return name;
  }

  long price(Given given) {
    return number(PRICE, "価格", given);
  }

  long stock(Given given) {
    return number(STOCK, "在庫数", given);
  }

  private long number(String field, String label, Given given) {
    return switch (Whole.of(given)) {
      case Whole.Empty(), Whole.NoNumber() -> wrong(field, label + "は数字で入力してください");
      case Whole.Fraction() -> wrong(field, label + "は整数で入力してください");
      case Whole.Value(var value) when value < 0 -> wrong(field, label + "は0以上で入力してください");
      case Whole.Value(var value) when value > MAX_NUMBER ->
          wrong(field, label + "は9999999以下で入力してください");
      case Whole.Value(var value) -> value;
    };
  }

  private long wrong(String field, String message) {
    errors.add(field, message);
    return 0;
  }

  /**
   * An image.
   *
   * @param present what the product has, which may stay whatever it is
   */
  Optional<String> image(Given given, Optional<String> present) {
    if (given.isAbsent()) {
      return Optional.empty();
    }
    String text = given.asText();
    String url = text == null ? "?" : text.strip();
    if (url.isEmpty()) {
      return Optional.empty();
    }
    if (!present.equals(Optional.of(url)) && !isImage(url)) {
      errors.add(IMAGE, "商品画像はURLで入力してください");
    }
    return Optional.of(url);
  }

  private static boolean isImage(String url) {
    if (url.length() > MAX_IMAGE) {
      return false;
    }
    try {
      URI uri = new URI(url);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      return (scheme.equals("http") || scheme.equals("https"))
          && uri.getRawAuthority() != null
          && !uri.getRawAuthority().isEmpty();
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
