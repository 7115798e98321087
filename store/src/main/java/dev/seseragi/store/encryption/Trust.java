package dev.seseragi.store.encryption;

import dev.seseragi.store.Body;
import dev.seseragi.store.ListPage;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out once whether a replica belongs to a key, and marks a new one. Safe for use by many
 * threads: who comes at the same time asks, too, and finds the same.
 */
final class Trust {
  /** Where `doctor` leaves its probes, plain, if it may not delete them: they are no history. */
  private static final String PROBES = "seseragi/doctor/";

  /** Of what is in a replica that was empty a moment ago, so much is looked at. */
  private static final int MAX_LOOKED_AT = 16;

  private final ObjectStore store;
  private final EncryptionKey key;
  private final SecureRandom random;

  /** What was found out; null before. */
  private volatile @Nullable Finding finding;

  /** Whether the last whole listing showed nothing. */
  private volatile boolean isSeenEmpty;

  /**
   * A replica that belongs to the key.
   *
   * @param isMarked whether its mark is there; somebody may have deleted it
   */
  private record Finding(String replica, boolean isMarked) {}

  Trust(ObjectStore store, EncryptionKey key, SecureRandom random) {
    this.store = store;
    this.key = key;
    this.random = random;
  }

  /**
   * Learns from a page of a listing, which may be the first that is seen of the replica.
   *
   * @param isWhole whether there is nothing before, behind and beside the page
   */
  void see(ListPage page, boolean isWhole) {
    Optional<String> object = firstObject(page);
    if (object.isPresent()) {
      isSeenEmpty = false;
      var _ = replicaOf(object.get());
    } else if (isWhole) {
      isSeenEmpty = true;
    }
  }

  private static Optional<String> firstObject(ListPage page) {
    return page.objects().stream()
        .map(ObjectInfo::name)
        .filter(name -> !name.startsWith(PROBES))
        .findFirst();
  }

  /**
   * The replica's id, as its mark says; where that is gone, as an object says. In an encrypted
   * replica the mark was there before any object: whoever sees an object and then no mark is in
   * another one.
   *
   * @param name an object that is there
   * @throws dev.seseragi.store.ObjectMissingException if it is not, and the replica not known yet
   */
  String replicaOf(String name) {
    Finding known = finding;
    if (known == null) {
      known =
          EncryptionMark.read(store)
              .map(this::demand)
              .orElseGet(() -> new Finding(demandObject(name), false));
      finding = known;
    }
    return known.replica();
  }

  private Finding demand(EncryptionMark mark) {
    mark.demand(key, store.describe());
    return new Finding(mark.replica(), true);
  }

  private String demandObject(String name) {
    ObjectHeader header =
        header(name)
            .orElseThrow(() -> EncryptionMismatchException.notEncrypted(store.describe(), name));
    if (!header.keyFingerprint().equals(key.fingerprint())) {
      throw EncryptionMismatchException.wrongKey(
          store.describe(), header.keyFingerprint(), key.fingerprint());
    }
    return header.replica();
  }

  /** The header of an object; empty if it is not encrypted. */
  private Optional<ObjectHeader> header(String name) {
    try (InputStream in = store.read(name, 0, ObjectHeader.BYTES)) {
      return ObjectHeader.parse(in.readNBytes(ObjectHeader.BYTES));
    } catch (IOException e) {
      throw new StoreException("cannot read %s in %s".formatted(name, store.describe()), e);
    }
  }

  /**
   * The id of the replica that is about to be written to. A replica that is proven empty is marked
   * first; of two that do so at once, one finds the other's mark. Who writes there without a key
   * lists it behind its fence, and finds the mark; or that fence was there before, and is found
   * here.
   *
   * @throws EncryptionMismatchException if somebody has begun without a key meanwhile
   * @throws StoreException if nothing was written and it could not be found out whether it may be
   */
  String replicaForWriting(Instant timestamp) {
    if (finding == null && !isSeenEmpty) {
      lookWhetherEmpty();
    }
    Finding known = finding;
    if (known == null || !known.isMarked()) {
      Finding marked = mark(known, timestamp);
      if (known == null) {
        refuseIfPlain();
      }
      known = marked;
      finding = known;
    }
    return known.replica();
  }

  private void refuseIfPlain() {
    store.list("", null).objects().stream()
        .map(ObjectInfo::name)
        .filter(name -> !name.equals(EncryptionMark.NAME) && !name.startsWith(PROBES))
        .limit(MAX_LOOKED_AT)
        .filter(name -> header(name).isEmpty())
        .findFirst()
        .ifPresent(name -> {
          throw EncryptionMismatchException.overtaken(store.describe(), name);
        });
  }

  private void lookWhetherEmpty() {
    @Nullable String continuation = null;
    do {
      ListPage page = store.list("", continuation);
      see(page, page.next() == null);
      continuation = page.next();
    } while (continuation != null && finding == null);
  }

  private Finding mark(@Nullable Finding known, Instant timestamp) {
    EncryptionMark mark =
        known == null ? EncryptionMark.make(key, random) : EncryptionMark.of(key, known.replica());
    PutOutcome outcome = store.create(EncryptionMark.NAME, Body.of(mark.toBytes()), timestamp);
    return switch (outcome) {
      case PutOutcome.Created() -> new Finding(mark.replica(), true);
      case PutOutcome.Taken(), PutOutcome.Unknown(_) ->
          EncryptionMark.read(store).map(this::demand).orElseThrow(() -> notMarked(outcome));
    };
  }

  private StoreException notMarked(PutOutcome outcome) {
    @Nullable Throwable cause =
        outcome instanceof PutOutcome.Unknown(StoreException reason) ? reason : null;
    return new StoreException(
        "cannot mark %s as encrypted: whether %s was created is not known; try again"
            .formatted(store.describe(), EncryptionMark.NAME),
        cause);
  }
}
