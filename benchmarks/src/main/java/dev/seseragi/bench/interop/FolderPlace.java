package dev.seseragi.bench.interop;

import dev.seseragi.bench.process.Program;
import java.nio.file.Path;
import java.util.Map;

/** A folder. */
record FolderPlace(Path folder) implements Place {
  @Override
  public String name() {
    return "in a folder";
  }

  @Override
  public String url(String replica) {
    return Program.url(folder.resolve(replica));
  }

  @Override
  public Map<String, String> environment() {
    return Map.of();
  }

  @Override
  public void close() {}
}
