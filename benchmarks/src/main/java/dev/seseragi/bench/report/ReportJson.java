package dev.seseragi.bench.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A report as JSON (RFC 8259). */
public final class ReportJson {
  private static final int FORMAT = 1;

  private ReportJson() {}

  /**
   * The whole report, with a line end behind it.
   *
   * @param machine facts that explain the figures
   */
  public static String of(Report report, Map<String, String> machine) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("format", FORMAT);
    all.put("machine", machine);
    all.put("figures", report.figures().stream().map(ReportJson::figure).toList());
    StringBuilder json = new StringBuilder();
    write(json, all, "\n");
    return json.append('\n').toString();
  }

  private static Map<String, Object> figure(Figure figure) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("scenario", figure.scenario());
    fields.put("name", figure.name());
    fields.put("unit", figure.unit().symbol());
    fields.put("median", figure.ours().median());
    fields.put("samples", figure.ours().values());
    figure.reference().ifPresent(samples -> fields.put("reference_median", samples.median()));
    figure.reference().ifPresent(samples -> fields.put("reference_samples", samples.values()));
    figure.ratio().ifPresent(ratio -> fields.put("ratio", ratio));
    figure
        .goal()
        .ifPresent(goal -> {
          fields.put(goal.isUpperLimit() ? "goal_at_most" : "goal_at_least", goal.limit());
          fields.put("met", figure.isMet());
        });
    if (!figure.note().isEmpty()) {
      fields.put("note", figure.note());
    }
    return fields;
  }

  private static void write(StringBuilder json, Object value, String lineBreak) {
    switch (value) {
      case Map<?, ?> map -> writeMap(json, map, lineBreak + "  ");
      case List<?> list -> writeList(json, list, lineBreak + "  ");
      case String text -> quote(json, text);
      case Double number when !Double.isFinite(number) -> json.append("null");
      case Number number -> json.append(number);
      case Boolean truth -> json.append(truth);
      default -> throw new IllegalArgumentException("not for JSON: " + value.getClass());
    }
  }

  private static void writeMap(StringBuilder json, Map<?, ?> map, String lineBreak) {
    String separator = "{";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      json.append(separator).append(lineBreak);
      quote(json, entry.getKey().toString());
      json.append(": ");
      write(json, entry.getValue(), lineBreak);
      separator = ",";
    }
    json.append(map.isEmpty() ? "{}" : lineBreak.substring(0, lineBreak.length() - 2) + "}");
  }

  private static void writeList(StringBuilder json, List<?> list, String lineBreak) {
    boolean isFlat = list.stream().allMatch(Number.class::isInstance);
    String separator = "[";
    for (Object element : list) {
      json.append(separator).append(isFlat ? "" : lineBreak);
      write(json, element, lineBreak);
      separator = isFlat ? ", " : ",";
    }
    String end = isFlat ? "" : lineBreak.substring(0, lineBreak.length() - 2);
    json.append(list.isEmpty() ? "[]" : end + "]");
  }

  private static void quote(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
