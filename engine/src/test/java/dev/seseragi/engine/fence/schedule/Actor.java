package dev.seseragi.engine.fence.schedule;

import dev.seseragi.engine.fence.schedule.World.Content;
import dev.seseragi.store.Body;
import dev.seseragi.store.Capabilities;
import dev.seseragi.store.LevelNaming;
import dev.seseragi.store.ListPage;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.ObjectStore;
import dev.seseragi.store.PutOutcome;
import dev.seseragi.store.StoreException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A program that uses the store, stopped before each of its requests. It is its own view of the
 * store: what of the protocol lies there can be taken away there.
 */
final class Actor implements ObjectStore {
  /** Whoever has asked in vain so often is as good as dead. */
  private static final int MOST_PAUSES = 2;

  private final String name;
  private final World world;
  private final Set<Rule> missing;
  private final Program program;
  private final Semaphore permits = new Semaphore(0);
  private final Semaphore stops = new Semaphore(0);
  private final Thread thread;

  private volatile boolean isDone;
  private volatile boolean isCreating;
  private volatile Answer answer = Answer.TRUE;
  private long answered = 17;
  private int pauses;

  /** The content of the next segment that is created. */
  private Content content = new Content(0, Set.of());

  private @Nullable ListPage lastList;
  private boolean isFenceJustCreated;

  /** What an actor does. */
  interface Program {
    void run(Actor actor) throws Exception;
  }

  /** What a request is answered. */
  enum Answer {
    /** What happened. */
    TRUE,
    /** It happened, and the answer was lost. */
    LOST,
    /** Nothing yet: the answer is lost, and the request comes later, or never. */
    LATE
  }

  /**
   * @param missing the rules that do not hold for it
   */
  Actor(String name, World world, Set<Rule> missing, Program program) {
    this.name = name;
    this.world = world;
    this.missing = missing;
    this.program = program;
    this.thread = Thread.ofVirtual().unstarted(this::run);
  }

  /** The end of a run, or of an actor that gives up. */
  private static final class EndException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EndException() {
      super("ended", null, false, false);
    }
  }

  private void run() {
    try {
      program.run(this);
    } catch (EndException ended) {
      // It may be dead at any point.
    } catch (Exception e) {
      world.tell(name + " fails: " + e);
    } finally {
      isDone = true;
      stops.release();
    }
  }

  String name() {
    return name;
  }

  boolean lacks(Rule rule) {
    return missing.contains(rule);
  }

  void start() throws InterruptedException {
    thread.start();
    stops.acquire();
  }

  boolean isDone() {
    return isDone;
  }

  /** What the request that comes next can be answered. */
  List<Answer> answers(boolean mayFail) {
    return isCreating && mayFail
        ? List.of(Answer.TRUE, Answer.LOST, Answer.LATE)
        : List.of(Answer.TRUE);
  }

  /** Lets it go on to its next request. */
  void step(Answer given) throws InterruptedException {
    answer = given;
    if (given != Answer.TRUE) {
      world.spendFault();
    }
    permits.release();
    stops.acquire();
  }

  /** A number that stands for everything it has been answered. */
  long answered() {
    return isDone ? 31 * answered + 1 : answered;
  }

  void end() throws InterruptedException {
    if (!isDone) {
      thread.interrupt();
      stops.acquire();
    }
  }

  /** Says what the next segments hold. */
  void holding(Content next) {
    content = next;
  }

  void acknowledge(Set<Integer> commits) {
    world.tell("%s acknowledges %s".formatted(name, commits));
    world.acknowledge(commits);
  }

  /** Between two attempts. */
  void pause() {
    if (++pauses > MOST_PAUSES) {
      throw new EndException();
    }
  }

  private void await(boolean creates) {
    isCreating = creates;
    stops.release();
    try {
      permits.acquire();
    } catch (InterruptedException e) {
      throw new EndException();
    }
  }

  private void learn(Object result) {
    answered = answered * 1_000_003 + result.hashCode();
  }

  @Override
  public PutOutcome create(String object, Body body, Instant timestamp) {
    await(true);
    PutOutcome outcome =
        switch (answer) {
          case TRUE -> applied(object, body);
          case LOST -> {
            PutOutcome _ = applied(object, body);
            yield new PutOutcome.Unknown(new StoreException("no answer"));
          }
          case LATE -> {
            world.postpone(name, object, body, content);
            yield new PutOutcome.Unknown(new StoreException("no answer"));
          }
        };
    isFenceJustCreated = outcome instanceof PutOutcome.Created && object.startsWith("ltx/0/");
    String told = outcome instanceof PutOutcome.Unknown ? "unknown" : outcome.toString();
    world.tell("%s creates %s: %s (%s)".formatted(name, object, told, answer));
    learn(object + told);
    return outcome;
  }

  private PutOutcome applied(String object, Body body) {
    PutOutcome outcome = world.apply(object, body, content);
    boolean isBelieved = lacks(Rule.READ_BACK) && object.startsWith("ltx/0/");
    return isBelieved ? new PutOutcome.Created() : outcome;
  }

  @Override
  public ListPage list(String prefix, @Nullable String continuation) {
    ListPage last = lastList;
    if (lacks(Rule.LIST_AFTER_FENCE) && isFenceJustCreated && last != null) {
      isFenceJustCreated = false;
      return remembered(last);
    }
    await(false);
    ListPage page = visible(world.objects().list(prefix, continuation));
    List<String> names = page.objects().stream().map(ObjectInfo::name).toList();
    world.tell("%s lists %s".formatted(name, names));
    learn(names);
    lastList = page;
    return page;
  }

  /** What it saw before, and its own fence. */
  private ListPage remembered(ListPage last) {
    List<ObjectInfo> objects = new ArrayList<>(last.objects());
    for (ObjectInfo object : world.objects().list("ltx/0/", null).objects()) {
      if (objects.stream().noneMatch(known -> known.name().equals(object.name()))
          && object.name().contains(lastSlotOf(last))) {
        objects.add(object);
      }
    }
    return new ListPage(objects, null);
  }

  private static String lastSlotOf(ListPage page) {
    long tail =
        page.objects().stream()
            .filter(object -> object.name().startsWith("ltx/"))
            .mapToLong(object -> Long.parseLong(object.name().substring(23, 39), 16))
            .max()
            .orElse(0);
    return "%016x-".formatted(tail + 1);
  }

  private ListPage visible(ListPage page) {
    if (!lacks(Rule.TAIL_OVER_ALL_LEVELS)) {
      return page;
    }
    List<ObjectInfo> lowest =
        page.objects().stream().filter(object -> !object.name().startsWith("ltx/1/")).toList();
    return new ListPage(lowest, page.next());
  }

  @Override
  public Optional<ObjectInfo> stat(String object) {
    await(false);
    Optional<ObjectInfo> found = world.objects().stat(object);
    world.tell("%s looks at %s: %s".formatted(name, object, found.isPresent()));
    learn(object + found.isPresent());
    return found;
  }

  /** Segments do not change, so when one is read makes no difference. */
  @Override
  public InputStream read(String object, long offsetBytes, long lengthBytes) {
    return world.objects().read(object, offsetBytes, lengthBytes);
  }

  @Override
  public void delete(Collection<String> names) {
    await(false);
    world.delete(List.copyOf(names));
    world.tell("%s deletes %s".formatted(name, names));
    learn(List.copyOf(names));
  }

  @Override
  public void put(String object, Body body, Instant timestamp) {
    throw new UnsupportedOperationException("nothing is ever overwritten");
  }

  @Override
  public LevelNaming levelNaming() {
    return world.objects().levelNaming();
  }

  @Override
  public Capabilities capabilities() {
    return world.objects().capabilities();
  }

  @Override
  public String describe() {
    return "memory:" + name;
  }

  @Override
  public void close() {}
}
