package dev.seseragi.cli;

import dev.seseragi.SeseragiException;
import dev.seseragi.cli.command.Command;
import dev.seseragi.cli.command.CommandException;
import dev.seseragi.cli.command.CommandList;
import dev.seseragi.cli.command.ExitCode;
import dev.seseragi.cli.command.Surroundings;
import dev.seseragi.cli.config.ConfigurationException;
import dev.seseragi.cli.flags.Arguments;
import dev.seseragi.cli.flags.CommandShape;
import dev.seseragi.cli.flags.FlagException;
import dev.seseragi.cli.flags.Usage;
import dev.seseragi.cli.text.NearestName;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the command, runs it, and turns what comes out into texts and an exit code. */
public final class Cli {
  private static final Set<String> HELP = Set.of("help", "-h", "-help", "--help");

  private final CommandList commands;
  private final Surroundings surroundings;

  /** A command line with these commands in these surroundings. */
  public Cli(CommandList commands, Surroundings surroundings) {
    this.commands = commands;
    this.surroundings = surroundings;
  }

  /** Runs one command line and returns the exit code. */
  public int run(List<String> words) {
    String first = words.isEmpty() ? "" : words.getFirst();
    if (HELP.contains(first)) {
      return help(words.subList(1, words.size()));
    }
    if (first.isEmpty() || first.startsWith("-")) {
      surroundings.out().print(overview());
      return ExitCode.FAILED;
    }
    Optional<Command> command = commands.find(first);
    return command.isPresent()
        ? run(command.get(), words.subList(1, words.size()))
        : unknown(first);
  }

  private int run(Command command, List<String> words) {
    PrintStream err = surroundings.err();
    try {
      Arguments arguments = Arguments.parse(command.shape().flags(), words);
      if (arguments.wantsHelp()) {
        surroundings.out().print(Usage.of(CommandList.PROGRAM, command.shape()));
        return ExitCode.OK;
      }
      return command.run(arguments, surroundings);
    } catch (FlagException e) {
      surroundings.out().print(Usage.of(CommandList.PROGRAM, command.shape()));
      err.print(e.getMessage() + "\n");
      err.print("Error: " + e.getMessage() + "\n");
    } catch (ConfigurationException e) {
      e.problems().forEach(problem -> err.print("Error: " + problem + "\n"));
    } catch (CommandException e) {
      err.print("Error: " + e.getMessage() + "\n");
      e.hint().ifPresent(hint -> err.print("Try: " + hint + "\n"));
    } catch (SeseragiException e) {
      err.print("Error: " + e.getMessage() + "\n");
    } catch (InterruptedException e) {
      return ExitCode.INTERRUPTED;
    } catch (RuntimeException e) {
      e.printStackTrace(err);
      return ExitCode.CRASHED;
    }
    return ExitCode.FAILED;
  }

  private int help(List<String> words) {
    if (words.isEmpty()) {
      surroundings.out().print(overview());
      return ExitCode.OK;
    }
    Optional<Command> command = commands.find(words.getFirst());
    command.ifPresent(
        found -> surroundings.out().print(Usage.of(CommandList.PROGRAM, found.shape())));
    return command.isPresent() ? ExitCode.OK : unknown(words.getFirst());
  }

  private int unknown(String name) {
    PrintStream err = surroundings.err();
    err.print("Error: " + CommandList.PROGRAM + " " + name + ": unknown command\n");
    Optional<String> near = NearestName.of(name, commands.names());
    err.print("Try: " + CommandList.PROGRAM + " " + near.orElse("help") + "\n");
    return ExitCode.FAILED;
  }

  private String overview() {
    List<CommandShape> shapes = commands.all().stream().map(Command::shape).toList();
    return Usage.overview(
        CommandList.PROGRAM, "Keeps a live SQLite database in object storage.", shapes);
  }
}
