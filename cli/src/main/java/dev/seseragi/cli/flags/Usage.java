package dev.seseragi.cli.flags;

import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Usages and the completion script, written by picocli from the shapes of the commands. */
public final class Usage {
  private static final int COLUMNS = 100;
  private static final int FLAG_COLUMN = 32;

  private Usage() {}

  /** The usage of one command. */
  public static String of(String program, CommandShape shape) {
    CommandSpec spec = specOf(shape);
    spec.usageMessage()
        .customSynopsis(
            shape.synopses().stream()
                .map(behind -> synopsis(program, shape, behind))
                .toArray(String[]::new))
        .footer(shape.footer().stream().map(Usage::literal).toArray(String[]::new));
    return render(spec);
  }

  private static String synopsis(String program, CommandShape shape, String behind) {
    String flags = shape.flags().isEmpty() ? "" : " [flags]";
    return literal((program + " " + shape.name() + flags + " " + behind).stripTrailing());
  }

  /** The usage of the program as a whole. */
  public static String overview(String program, String summary, List<CommandShape> commands) {
    CommandSpec spec = CommandSpec.create().name(program);
    spec.usageMessage()
        .width(COLUMNS)
        .description(literal(summary), "")
        .customSynopsis(program + " COMMAND [flags] [arguments]")
        .commandListHeading("Commands:%n")
        .footer("", literal("Flags and arguments of a command: " + program + " COMMAND -h"));
    commands.forEach(shape -> spec.addSubcommand(shape.name(), specOf(shape)));
    return render(spec);
  }

  /** A script for bash (and zsh through bashcompinit) that completes commands and flags. */
  public static String bashCompletion(String program, List<CommandShape> commands) {
    CommandSpec spec = CommandSpec.create().name(program);
    commands.forEach(shape -> spec.addSubcommand(shape.name(), specOf(shape)));
    return AutoComplete.bash(program, new CommandLine(spec));
  }

  private static String render(CommandSpec spec) {
    return new CommandLine(spec).getUsageMessage(Ansi.OFF);
  }

  private static CommandSpec specOf(CommandShape shape) {
    CommandSpec spec = CommandSpec.create().name(shape.name());
    spec.parser().separator(" ");
    spec.usageMessage()
        .width(COLUMNS)
        .longOptionsMaxWidth(FLAG_COLUMN)
        .sortOptions(false)
        .description(literal(shape.summary()), "")
        .optionListHeading("Flags:%n");
    shape.flags().forEach(flag -> spec.addOption(optionOf(flag)));
    if (shape.synopses().stream().anyMatch(behind -> !behind.isEmpty())) {
      spec.addPositional(
          PositionalParamSpec.builder()
              .paramLabel("ARGUMENT")
              .type(java.nio.file.Path[].class)
              .arity("0..*")
              .hidden(true)
              .build());
    }
    return spec;
  }

  private static OptionSpec optionOf(Flag flag) {
    OptionSpec.Builder option =
        OptionSpec.builder("-" + flag.name()).description(literal(flag.description()));
    if (flag.kind() == Flag.Kind.SWITCH) {
      return option.type(boolean.class).arity("0").build();
    }
    boolean isPath = flag.label().equals("PATH");
    return option
        .type(isPath ? java.nio.file.Path.class : String.class)
        .arity("1")
        .paramLabel(flag.label())
        .build();
  }

  /** Picocli formats its texts: a % stands for itself only when it is doubled. */
  private static String literal(String text) {
    return text.replace("%", "%%");
  }
}
