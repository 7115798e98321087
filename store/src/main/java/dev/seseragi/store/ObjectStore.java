package dev.seseragi.store;

import java.io.InputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything under one prefix of an object store: the place of one replica.
 *
 * <p>Names are relative to that prefix, use {@code /} between their parts, have no empty part, no
 * {@code .} and no {@code ..}, and consist of ASCII letters, digits, {@code - _ . /}, at most
 * {@value Requests#MAX_NAME_BYTES} of them ({@link Requests}). No name may be a folder of others:
 * with {@code a/b} there is no {@code a}. A listing and a read see every finished create, put and
 * delete, whoever made it.
 *
 * <p>Implementations are safe for use by many threads at once. Each call to a remote store ends
 * within the time it was configured with; a thread that is interrupted while it waits gets a {@link
 * StoreException} (a {@code create} maybe {@link PutOutcome.Unknown}) and keeps its interrupt flag.
 * Errors are {@link StoreException}s whose subclass says what to do next; an argument that no store
 * takes is an {@link IllegalArgumentException}.
 */
public interface ObjectStore extends AutoCloseable {

  /**
   * Creates an object if nothing has its name. Atomic against everyone: of all creates of one name,
   * ever, exactly one makes it, and no reader or listing sees a part of it.
   *
   * @param timestamp the time that listings report for the object, whole milliseconds
   * @return what happened; a call whose effect cannot be known returns {@link PutOutcome.Unknown}
   * @throws StoreException if it was certainly not applied and never will be: a disk is full, a
   *     body cannot be read, a store was configured wrongly (no such bucket, no permission)
   */
  PutOutcome create(String name, Body body, Instant timestamp);

  /**
   * Writes an object whether its name is taken or not. Readers see the old or the new content,
   * never a part. Nothing that history depends on is written so.
   */
  void put(String name, Body body, Instant timestamp);

  /**
   * Opens bytes {@code offsetBytes} up to, not including, {@code offsetBytes + lengthBytes} of an
   * object. The stream ends early only where the object does; a connection that breaks is an {@link
   * java.io.IOException} of the stream. The caller closes it.
   *
   * @param offsetBytes 0 or more; at or behind the object's end the stream is empty
   * @param lengthBytes 1 or more; {@link Long#MAX_VALUE} reads to the end
   * @throws ObjectMissingException if nothing has that name
   */
  InputStream read(String name, long offsetBytes, long lengthBytes);

  /**
   * One page of the objects whose names begin with {@code prefix}, in ascending order of their
   * names' bytes. A prefix without objects gives an empty page, not an error. A store that cannot
   * be looked at is an error, never an empty page.
   *
   * @param prefix "" for all; need not end at a {@code /}
   *     <p>The pages of one listing are not of one moment: each shows what is there when it is
   *     made.
   * @param continuation {@link ListPage#next()} of the page before; null for the first
   */
  ListPage list(String prefix, @Nullable String continuation);

  /**
   * Size and exact timestamp of one object; empty if nothing has that name. A store that keeps
   * whole seconds (SFTP) takes the milliseconds of a segment from its header, and has none of other
   * objects.
   */
  Optional<ObjectInfo> stat(String name);

  /**
   * Deletes objects; names that do not exist are no error.
   *
   * @throws StoreForbiddenException if these credentials or this store forbid deleting
   */
  void delete(Collection<String> names);

  /**
   * The store's own clock as of its last answer, brought up to now; empty if it has none, or has
   * answered nothing yet. Requests nothing.
   */
  default Optional<Instant> clock() {
    return Optional.empty();
  }

  /** Where this kind of store keeps the levels of a replica. */
  LevelNaming levelNaming();

  /** What this store can do beyond the contract. */
  Capabilities capabilities();

  /** The store and prefix for messages and logs, as a URL without any secret. */
  String describe();

  /**
   * Gives back connections and threads. Calls under way fail; later calls throw {@link
   * StoreClosedException}. No effect the second time.
   */
  @Override
  void close();
}
