package dev.seseragi.deploy;

import java.util.ArrayList;
import java.util.List;

/** What deploy/image/Dockerfile builds. */
enum Image {
  USERS_API("users-api", "/app", "dev.seseragi.apps.users.Main"),
  POS("pos", "/app", "dev.seseragi.apps.pos.Pos"),
  SESERAGI("seseragi", "/opt/seseragi", "dev.seseragi.cli.Main");

  private final String target;
  private final String home;
  private final String program;

  Image(String target, String home, String program) {
    this.target = target;
    this.home = home;
    this.program = program;
  }

  /** Its name in the Dockerfile and in build-tree.sh. */
  String target() {
    return target;
  }

  /** Where the program lies in it. */
  String home() {
    return home;
  }

  /** The class that it runs. */
  String program() {
    return program;
  }

  /** A JVM with its options. */
  List<String> java(String... words) {
    List<String> command = new ArrayList<>();
    command.add(home + "/jre/bin/java");
    command.add("@" + home + "/java.options");
    command.addAll(List.of(words));
    return command;
  }

  /** Its ENTRYPOINT, and words behind it. */
  List<String> entryPoint(String... words) {
    List<String> command = java(program);
    command.addAll(List.of(words));
    return command;
  }
}
