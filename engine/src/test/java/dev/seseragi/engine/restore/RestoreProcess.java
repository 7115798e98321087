package dev.seseragi.engine.restore;

import dev.seseragi.store.DirectoryStore;
import java.nio.file.Path;

/** A restore in a process of its own, to see how little memory it needs. */
final class RestoreProcess {
  private RestoreProcess() {}

  /**
   * @param args folder of the replica, file to restore to
   */
  static void main(String[] args) {
    RestoreResult result =
        Restores.of(new DirectoryStore(Path.of(args[0])))
            .run(new RestorePoint.Latest(), Path.of(args[1]), RestoreOptions.defaults());
    System.out.println("pages: " + result.commitPages());
  }
}
