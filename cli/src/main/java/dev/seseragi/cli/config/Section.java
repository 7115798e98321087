package dev.seseragi.cli.config;

import dev.seseragi.cli.text.NearestName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * One map of a configuration. Knows which keys were asked for: every other one is an error in the
 * end.
 */
final class Section {
  /** How deep {@code <<} may refer to maps that themselves refer to others. */
  private static final int MAX_MERGE_DEPTH = 8;

  private final String name;
  private final int line;
  private final Problems problems;
  private final Map<String, Setting> settings = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  /**
   * @param name the key with all its parents; "" for the whole file
   */
  Section(String name, MappingNode node, Problems problems) {
    this.name = name;
    this.line = lineOf(node);
    this.problems = problems;
    add(node, false, 0);
  }

  /** Keys first, then what {@code <<} brings: a map's own keys win, wherever they stand. */
  private void add(MappingNode node, boolean isMerged, int depth) {
    List<NodeTuple> merges = new ArrayList<>();
    for (NodeTuple tuple : node.getValue()) {
      int keyLine = lineOf(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.error(keyLine, name, "a key must be a text");
      } else if (key.getValue().equals("<<")) {
        merges.add(tuple);
      } else {
        String text = key.getValue();
        Setting setting = new Setting(field(text), keyLine, tuple.getValueNode(), problems);
        if (settings.putIfAbsent(text, setting) != null && !isMerged) {
          problems.error(keyLine, field(text), "is given twice; keep one");
        }
      }
    }
    for (NodeTuple tuple : merges) {
      merge(tuple.getValueNode(), lineOf(tuple.getKeyNode()), depth + 1);
    }
  }

  /** What {@code <<: *other} refers to (yaml.org/type/merge.html); keys beside it win. */
  private void merge(Node value, int keyLine, int depth) {
    if (depth > MAX_MERGE_DEPTH) {
      problems.error(keyLine, name, "<< refers to maps more than " + MAX_MERGE_DEPTH + " deep");
    } else if (value instanceof MappingNode map) {
      add(map, true, depth);
    } else if (value instanceof SequenceNode list) {
      list.getValue().forEach(element -> merge(element, keyLine, depth + 1));
    } else {
      problems.error(keyLine, name, "<< must refer to a map, such as <<: *defaults");
    }
  }

  static int lineOf(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }

  private String field(String key) {
    return name.isEmpty() ? key : name + "." + key;
  }

  String name() {
    return name;
  }

  int line() {
    return line;
  }

  /** A key's setting, unless it is absent or nothing stands behind it. */
  Optional<Setting> setting(String key) {
    known.add(key);
    return Optional.ofNullable(settings.get(key)).filter(setting -> !setting.isEmpty());
  }

  Optional<String> text(String key) {
    return setting(key).flatMap(Setting::text).filter(text -> !text.isEmpty());
  }

  Optional<Boolean> truth(String key) {
    return setting(key).flatMap(Setting::truth);
  }

  Optional<Duration> duration(String key, DurationRule rule) {
    return setting(key).flatMap(setting -> setting.duration(rule));
  }

  /** Refuses a key that stands there with nothing behind it. */
  void demandValue(String key, String whatToDo) {
    Setting setting = settings.get(key);
    if (setting != null && setting.isEmpty()) {
      setting.error(whatToDo);
    }
  }

  /** The map behind a key. */
  Optional<Section> section(String key) {
    return setting(key).flatMap(setting -> sectionOf(setting.field(), setting, setting.value()));
  }

  /** The maps of the list behind a key; {@code identity} names them in messages. */
  List<Section> sections(String key, String identity) {
    Optional<Setting> found = setting(key);
    if (found.isEmpty()) {
      return List.of();
    }
    Setting setting = found.get();
    if (!(setting.value() instanceof SequenceNode list)) {
      setting.error("must be a list of maps (got %s)".formatted(setting.kind()));
      return List.of();
    }
    List<Section> sections = new ArrayList<>();
    for (Node element : list.getValue()) {
      String label = setting.field() + "[" + label(element, identity, sections.size()) + "]";
      sectionOf(label, setting, element).ifPresent(sections::add);
    }
    return sections;
  }

  private Optional<Section> sectionOf(String label, Setting setting, Node node) {
    if (node instanceof MappingNode map) {
      return Optional.of(new Section(label, map, problems));
    }
    Setting element = new Setting(label, lineOf(node), node, problems);
    return setting.isEmpty() || element.isEmpty()
        ? Optional.empty()
        : element.error("must be a map (got %s)".formatted(element.kind()));
  }

  private static String label(Node element, String identity, int index) {
    if (element instanceof MappingNode map) {
      for (NodeTuple tuple : map.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key
            && key.getValue().equals(identity)
            && tuple.getValueNode() instanceof ScalarNode value) {
          return value.getValue();
        }
      }
    }
    return Integer.toString(index);
  }

  /** Accepts a key that changes nothing here and says why. */
  void accept(String key, String whyWithoutEffect) {
    setting(key).ifPresent(setting -> setting.note(whyWithoutEffect));
  }

  /** Refuses a key that would change something, but cannot yet. */
  void refuse(String key, String whatToDo) {
    setting(key).ifPresent(setting -> setting.error(whatToDo));
  }

  /** Remembers an error of the section as a whole. */
  void error(String reason) {
    problems.error(line, name, reason);
  }

  /** Every key that nobody asked for is an error. */
  void rejectUnknown() {
    settings.forEach((key, setting) -> {
      if (!known.contains(key)) {
        setting.error(
            NearestName.of(key, known)
                .map(near -> "unknown key; did you mean \"" + near + "\"?")
                .orElse("unknown key; remove it, or see docs/configuration.md"));
      }
    });
  }
}
