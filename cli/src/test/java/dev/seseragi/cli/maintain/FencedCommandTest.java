package dev.seseragi.cli.maintain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.cli.TestCli;
import dev.seseragi.cli.TestCli.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command around what the engine's tests show. */
final class FencedCommandTest {
  @TempDir private Path folder;

  private Result run(String... words) {
    return TestCli.in(folder).run(words);
  }

  @Test
  void whereNothingIsSetAsideItSaysSo() {
    String url = "file://" + folder;

    assertThat(run("fenced", "list", url)).isEqualTo(new Result(0, "nothing is set aside\n", ""));
    assertThat(run("fenced", "-json", "list", url).out()).isEqualTo("[]\n");
    assertThat(run("fenced", "-o", "x.db", "export", url).err())
        .isEqualTo("Error: nothing is set aside\nTry: seseragi fenced list REPLICA_URL\n");
  }

  @Test
  void wrongWordsAreExplained() {
    assertThat(run("fenced").err()).startsWith("Error: list or export required (got \"\")");
    assertThat(run("fenced", "show", "x").err()).startsWith("Error: list or export required");
    assertThat(run("fenced", "list").err())
        .startsWith("Error: database path or replica URL required\nTry: seseragi fenced list");
    assertThat(run("fenced", "export", "file:///x").err()).startsWith("Error: -o PATH required");
    assertThat(run("fenced", "-writer", "me", "-o", "x.db", "export", "file:///x").err())
        .startsWith("Error: -writer is 16 hexadecimal digits");
  }
}
