package dev.seseragi.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seseragi.engine.ledger.OfferNote.Offered;
import dev.seseragi.ltx.Txid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OfferNoteTest {
  @TempDir private Path folder;

  @Test
  void theLastOfferIsKnown() throws IOException {
    OfferNote note = new OfferNote(folder.resolve("offered"));
    assertThat(note.read()).isEmpty();
    note.write(new Offered(new Txid(3), 5, 7));
    note.write(new Offered(new Txid(4), -5, Long.MIN_VALUE));
    assertThat(note.read()).contains(new Offered(new Txid(4), -5, Long.MIN_VALUE));
  }

  @Test
  void aLongerFileInItsPlaceIsMadeANoteAgain() throws IOException {
    Path file = folder.resolve("offered");
    Files.write(file, new byte[4096]);
    OfferNote note = new OfferNote(file);
    note.write(new Offered(new Txid(3), 5, 7));
    assertThat(note.read()).contains(new Offered(new Txid(3), 5, 7));
  }

  @Test
  void aDamagedNoteIsNone() throws IOException {
    Path file = folder.resolve("offered");
    OfferNote note = new OfferNote(file);
    note.write(new Offered(new Txid(3), 5, 7));
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 4;
      Files.write(file, damaged);
      assertThat(note.read()).isEmpty();
      Files.write(file, Arrays.copyOf(bytes, i));
      assertThat(note.read()).isEmpty();
    }
  }
}
