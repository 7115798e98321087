package dev.seseragi.testkit.gcs;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/** The {@code fields} parameter: which part of an answer is sent, {@code a,b(c,d)}. */
final class GcsFields {
  private final String text;
  private int position;

  private GcsFields(String text) {
    this.text = text;
  }

  /** The part of an answer that {@code fields} names; all of it if that is empty. */
  static JsonObject select(JsonObject answer, String fields) {
    if (fields.isEmpty()) {
      return answer;
    }
    return (JsonObject) new GcsFields(fields).tree().of(answer);
  }

  private record Tree(Map<String, Tree> fields) {
    JsonElement of(JsonElement element) {
      if (fields.isEmpty()) {
        return element;
      }
      if (element instanceof JsonArray array) {
        JsonArray selected = new JsonArray();
        array.forEach(item -> selected.add(of(item)));
        return selected;
      }
      JsonObject selected = new JsonObject();
      fields.forEach((name, tree) -> {
        if (element.getAsJsonObject().has(name)) {
          selected.add(name, tree.of(element.getAsJsonObject().get(name)));
        }
      });
      return selected;
    }
  }

  private Tree tree() {
    Map<String, Tree> fields = new LinkedHashMap<>();
    do {
      String name = name();
      fields.put(name, take('(') ? subTree() : new Tree(Map.of()));
    } while (take(','));
    return new Tree(fields);
  }

  private Tree subTree() {
    Tree tree = tree();
    if (!take(')')) {
      throw new IllegalArgumentException("a ) is missing in fields=" + text);
    }
    return tree;
  }

  private String name() {
    int start = position;
    while (position < text.length() && "(),".indexOf(text.charAt(position)) < 0) {
      position++;
    }
    return text.substring(start, position);
  }

  private boolean take(char expected) {
    boolean isNext = position < text.length() && text.charAt(position) == expected;
    if (isNext) {
      position++;
    }
    return isNext;
  }
}
