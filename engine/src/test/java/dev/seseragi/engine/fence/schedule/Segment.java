package dev.seseragi.engine.fence.schedule;

import dev.seseragi.engine.fence.SlotVerdict;
import dev.seseragi.engine.fence.Slots;
import dev.seseragi.engine.fence.WriterId;
import dev.seseragi.ltx.LtxDecoder;
import dev.seseragi.ltx.LtxEncoder;
import dev.seseragi.ltx.LtxHeader;
import dev.seseragi.ltx.LtxTrailer;
import dev.seseragi.ltx.PageFormat;
import dev.seseragi.ltx.PageSize;
import dev.seseragi.ltx.Txid;
import dev.seseragi.ltx.TxidRange;
import dev.seseragi.ltx.WalRange;
import dev.seseragi.store.Body;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * What a segment does to the little database.
 *
 * @param nodeId its writer
 * @param log the new list of commits, if it has that page
 * @param pages the commits whose pages it has
 * @param blank the commits whose pages it has, empty
 */
record Segment(long nodeId, Optional<List<Integer>> log, Set<Integer> pages, Set<Integer> blank) {
  /** Of the little database. */
  static final PageSize PAGE_SIZE = new PageSize(512);

  /** Its size: one for the list, and one for each commit that there can be. */
  static final int COMMIT_PAGES = 12;

  /** Whether it changes nothing. */
  boolean isFence() {
    return log.isEmpty() && pages.isEmpty();
  }

  /** A segment with some commits, or with the whole database if history begins in it. */
  static Slots.Offer offer(
      TxidRange range, WriterId writer, Content content, List<Integer> commits) {
    boolean isWhole = range.min().equals(Txid.FIRST);
    LtxHeader header =
        LtxHeader.of(PAGE_SIZE, COMMIT_PAGES, range, Instant.EPOCH, WalRange.NONE, writer.value());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      // Not closed: there is nothing to close.
      LtxEncoder encoder = new LtxEncoder(bytes, header, PageFormat.BLOCK);
      for (int page = 1; page <= COMMIT_PAGES; page++) {
        if (isWhole || page == 1 || commits.contains(page - 1)) {
          encoder.writePage(page, page(page, content), 0);
        }
      }
      LtxTrailer trailer = encoder.finish();
      Body body = Body.of(bytes.toByteArray());
      var identity =
          new SlotVerdict.Identity(writer.value(), body.sizeBytes(), trailer.fileChecksum());
      return new Slots.Offer(range.max(), body, Instant.EPOCH, identity);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail", e);
    }
  }

  private static byte[] page(int number, Content content) {
    byte[] page = new byte[PAGE_SIZE.bytes()];
    if (number == 1) {
      page[0] = (byte) content.log().size();
      for (int i = 0; i < content.log().size(); i++) {
        page[i + 1] = content.log().get(i).byteValue();
      }
    } else if (content.pages().contains(number - 1)) {
      page[0] = 1;
    } else {
      // What does not compress: housekeeping tells the beginning of a history by its size.
      new SplittableRandom(number).nextBytes(page);
      page[0] = 0;
    }
    return page;
  }

  /** What is in the bytes of a segment. */
  static Segment decode(byte[] bytes) {
    Optional<List<Integer>> log = Optional.empty();
    Set<Integer> pages = new TreeSet<>();
    Set<Integer> blank = new TreeSet<>();
    byte[] page = new byte[PAGE_SIZE.bytes()];
    try (LtxDecoder decoder = new LtxDecoder(new ByteArrayInputStream(bytes), "a segment")) {
      for (int number = decoder.nextPage(page, 0);
          number != 0;
          number = decoder.nextPage(page, 0)) {
        if (number == 1) {
          log = Optional.of(log(page));
        } else if (page[0] == 1) {
          pages.add(number - 1);
        } else {
          blank.add(number - 1);
        }
      }
      return new Segment(decoder.header().nodeId(), log, Set.copyOf(pages), Set.copyOf(blank));
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail", e);
    }
  }

  private static List<Integer> log(byte[] page) {
    List<Integer> log = new ArrayList<>();
    for (int i = 0; i < page[0]; i++) {
      log.add((int) page[i + 1]);
    }
    return log;
  }
}
