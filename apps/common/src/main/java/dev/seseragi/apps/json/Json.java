package dev.seseragi.apps.json;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON. */
public final class Json {
  /** Far more than any request has, far less than a stack holds. */
  private static final int MAX_DEPTH = 64;

  private Json() {}

  /**
   * Reads one value and nothing behind it: a map, a list, a text (which may hold lone surrogates),
   * a {@link JsonNumber}, a boolean or null. Of a name that is there twice the last one counts.
   *
   * @throws JsonException if it is not JSON in UTF-8, or nested more than 64 deep
   */
  public static @Nullable Object read(byte[] utf8) throws JsonException {
    JsonReader reader = new JsonReader(new StringReader(decode(utf8)));
    reader.setStrictness(Strictness.STRICT);
    reader.setNestingLimit(MAX_DEPTH);
    try {
      Object value = value(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new JsonException("there is more behind the first value");
      }
      return value;
    } catch (EOFException e) {
      throw new JsonException(utf8.length == 0 ? "it is empty" : "it ends too early");
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      throw new JsonException("it breaks a rule of JSON near " + reader.getPath());
    }
  }

  private static String decode(byte[] utf8) throws JsonException {
    try {
      // A new decoder reports what is malformed, where String's constructor replaces it.
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new JsonException("it is not UTF-8");
    }
  }

  private static @Nullable Object value(JsonReader reader) throws IOException {
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> object(reader);
      case BEGIN_ARRAY -> list(reader);
      case STRING -> reader.nextString();
      case NUMBER -> new JsonNumber(reader.nextString());
      case BOOLEAN -> reader.nextBoolean();
      case NULL -> {
        reader.nextNull();
        yield null;
      }
      case END_OBJECT, END_ARRAY, NAME, END_DOCUMENT ->
          throw new IllegalStateException("no value begins here");
    };
  }

  private static Map<String, @Nullable Object> object(JsonReader reader) throws IOException {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      object.put(name, value(reader));
    }
    reader.endObject();
    return object;
  }

  private static List<@Nullable Object> list(JsonReader reader) throws IOException {
    List<@Nullable Object> list = new ArrayList<>();
    reader.beginArray();
    while (reader.hasNext()) {
      list.add(value(reader));
    }
    reader.endArray();
    return list;
  }
}
