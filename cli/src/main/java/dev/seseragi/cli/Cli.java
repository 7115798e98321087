package dev.seseragi.cli;

import dev.seseragi.SeseragiException;
import dev.seseragi.cli.config.ConfigurationException;
import dev.seseragi.cli.config.NearestName;
import dev.seseragi.cli.flags.Arguments;
import dev.seseragi.cli.flags.CommandShape;
import dev.seseragi.cli.flags.FlagException;
import dev.seseragi.cli.flags.Usage;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the command, runs it, and turns what comes out into texts and an exit code. */
public final class Cli {
  /** Done. */
  public static final int OK = 0;

  /** It could not be done; stderr says why. */
  public static final int FAILED = 1;

  /** A defect of the program; stderr has the stack trace. */
  public static final int CRASHED = 2;

  /** Ended by the interrupt of a person, as shells report it. */
  private static final int INTERRUPTED = 130;

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
      return FAILED;
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
        return OK;
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
      return INTERRUPTED;
    } catch (RuntimeException e) {
      e.printStackTrace(err);
      return CRASHED;
    }
    return FAILED;
  }

  private int help(List<String> words) {
    if (words.isEmpty()) {
      surroundings.out().print(overview());
      return OK;
    }
    Optional<Command> command = commands.find(words.getFirst());
    command.ifPresent(
        found -> surroundings.out().print(Usage.of(CommandList.PROGRAM, found.shape())));
    return command.isPresent() ? OK : unknown(words.getFirst());
  }

  private int unknown(String name) {
    PrintStream err = surroundings.err();
    err.print("Error: " + CommandList.PROGRAM + " " + name + ": unknown command\n");
    Optional<String> near = NearestName.of(name, commands.names());
    err.print("Try: " + CommandList.PROGRAM + " " + near.orElse("help") + "\n");
    return FAILED;
  }

  private String overview() {
    List<CommandShape> shapes = commands.all().stream().map(Command::shape).toList();
    return Usage.overview(
        CommandList.PROGRAM, "Keeps a live SQLite database in object storage.", shapes);
  }
}
