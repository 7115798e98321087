package dev.seseragi.apps.pos.view;

import java.util.List;
import java.util.Map;

/**
 * What was typed into a form, and what is wrong with it.
 *
 * @param prefix of the ids of its fields
 * @param values by the names of the fields
 * @param errors by the names of the fields, in their order
 * @param emptyFocus the field to be focused if nothing is wrong; may be empty
 */
public record FormState(
    String prefix,
    Map<String, String> values,
    Map<String, List<String>> errors,
    String emptyFocus) {
  /** Copies. */
  public FormState {
    values = Map.copyOf(values);
  }

  /** A form that nobody has touched. */
  public static FormState empty(String prefix) {
    return new FormState(prefix, Map.of(), Map.of(), "");
  }

  /** A form with these values. */
  public static FormState of(String prefix, Map<String, String> values) {
    return new FormState(prefix, values, Map.of(), "");
  }

  /** The same, to be focused there. */
  public FormState focusedOn(String field) {
    return new FormState(prefix, values, errors, field);
  }

  /** The same with something wrong. */
  public FormState with(Map<String, List<String>> wrong) {
    return new FormState(prefix, values, wrong, emptyFocus);
  }

  /** A field of it. */
  public Field field(String name, String label) {
    List<String> messages = errors.getOrDefault(name, List.of());
    String first = errors.isEmpty() ? emptyFocus : errors.keySet().iterator().next();
    return new Field(
        prefix + "-" + name,
        name,
        label,
        value(name),
        messages.isEmpty() ? "" : messages.getFirst(),
        first.equals(name));
  }

  /** A hidden value; empty if there is none. */
  public String value(String name) {
    return values.getOrDefault(name, "");
  }
}
