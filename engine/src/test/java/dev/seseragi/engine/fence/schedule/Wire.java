package dev.seseragi.engine.fence.schedule;

import dev.seseragi.store.Body;
import dev.seseragi.store.Capabilities;
import dev.seseragi.store.LevelNaming;
import dev.seseragi.store.ListPage;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.ObjectMissingException;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.StoreException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The store as a program sees it: it gives the answers that the program has had, and stops it at
 * the first request that is not answered yet.
 */
final class Wire implements ObjectStore {
  private final String name;
  private final List<String> pages;
  private final List<Object> answers;
  private final int mostPauses;
  private final List<Effect> effects = new ArrayList<>();
  private int next;
  private int pauses;

  /** What time it was since the last request: what a program does in between takes none. */
  private @Nullable Long now;

  /**
   * @param name of the program
   * @param pages what one page of a listing shows; empty: all is in one
   * @param mostPauses how often it waits; who would wait longer is as good as dead
   */
  Wire(String name, List<String> pages, int mostPauses, List<Object> answers) {
    this.name = name;
    this.pages = pages;
    this.mostPauses = mostPauses;
    this.answers = answers;
  }

  /** A program waits for an answer. Nothing in between may catch it. */
  static final class Pending extends Error {
    private static final long serialVersionUID = 1L;
    private final transient Request request;

    Pending(Request request) {
      super("waits", null, false, false);
      this.request = request;
    }

    Request request() {
      return request;
    }
  }

  /** A program gives up. Nothing in between may catch it. */
  static final class GaveUp extends Error {
    private static final long serialVersionUID = 1L;

    GaveUp() {
      super("gave up", null, false, false);
    }
  }

  /** Asks for what no store answers. */
  Object ask(Request request) {
    if (next == answers.size()) {
      throw new Pending(request);
    }
    effects.clear();
    now = null;
    return answers.get(next++);
  }

  /** What time it is, in ticks. */
  long now() {
    Long known = now;
    if (known == null) {
      known = (Long) ask(new Request.Time());
      now = known;
    }
    return known;
  }

  void tell(Effect effect) {
    effects.add(effect);
  }

  /** What was told since the last answer. */
  List<Effect> effects() {
    return List.copyOf(effects);
  }

  /** Waits before another try. */
  void pause() {
    if (++pauses > mostPauses) {
      throw new GaveUp();
    }
  }

  @Override
  public PutOutcome create(String object, Body body, Instant timestamp) {
    Object told = ask(new Request.Create(object, new Blob(body, name), timestamp));
    return switch ((Answer.Told) told) {
      case CREATED -> new PutOutcome.Created();
      case TAKEN -> new PutOutcome.Taken();
      case UNKNOWN -> new PutOutcome.Unknown(new StoreException("no answer"));
    };
  }

  @Override
  public ListPage list(String prefix, @Nullable String continuation) {
    if (pages.isEmpty() || !prefix.isEmpty()) {
      return new ListPage(objects(prefix), null);
    }
    int page = continuation == null ? 0 : Integer.parseInt(continuation);
    boolean isLast = page == pages.size() - 1;
    return new ListPage(objects(pages.get(page)), isLast ? null : Integer.toString(page + 1));
  }

  private List<ObjectInfo> objects(String prefix) {
    return ((List<?>) ask(new Request.ListAll(prefix)))
        .stream().map(ObjectInfo.class::cast).toList();
  }

  @Override
  public Optional<ObjectInfo> stat(String object) {
    return ((Optional<?>) ask(new Request.Stat(object))).map(ObjectInfo.class::cast);
  }

  @Override
  public InputStream read(String object, long offsetBytes, long lengthBytes) {
    return ((Optional<?>) ask(new Request.Read(object)))
        .map(Blob.class::cast)
        .orElseThrow(() -> new ObjectMissingException(describe(), object, null))
        .open(offsetBytes, lengthBytes);
  }

  @Override
  public void delete(Collection<String> names) {
    if (!(boolean) ask(new Request.Delete(List.copyOf(names)))) {
      throw new StoreException("no answer");
    }
  }

  @Override
  public void put(String object, Body body, Instant timestamp) {
    throw new UnsupportedOperationException("nothing is ever overwritten");
  }

  @Override
  public LevelNaming levelNaming() {
    return LevelNaming.DECIMAL_UNDER_LTX;
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(true, true, false);
  }

  @Override
  public String describe() {
    return "memory:" + name;
  }

  @Override
  public void close() {}
}
