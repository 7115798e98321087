package dev.seseragi.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seseragi.store.Requests;
import dev.seseragi.store.StoreClosedException;
import dev.seseragi.store.StoreException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names every store must take and refuse, and how its client ends. */
interface ClientContract extends StoreUnderTest {
  // Names.

  @Test
  default void everyAllowedNameWorks() throws Exception {
    String longPart = "x".repeat(Requests.MAX_PART_BYTES);
    String longName = longPart + "/" + longPart;
    List<String> allowed =
        List.of(
            "-",
            "-rf",
            "..a",
            "...",
            ".hidden",
            "a..b",
            "trailing.",
            "_",
            "A_b-C.d",
            longPart + "/l",
            "ltx/0/5.ltx.tmp",
            "0/1/2/3/4/5/6/7/8/9",
            longName);
    assertThat(longName).hasSizeBetween(Requests.MAX_NAME_BYTES - 1, Requests.MAX_NAME_BYTES);

    allowed.forEach(name -> create(name, name));

    assertThat(Listings.names(store(), "")).containsExactlyInAnyOrderElementsOf(allowed);
    for (String name : allowed) {
      assertThat(content(name)).isEqualTo(name);
    }
    store().delete(allowed);
    assertThat(Listings.names(store(), "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        ".",
        "..",
        "../a",
        "a/..",
        "a/../b",
        "a/./b",
        "a b",
        "a~b",
        "ä",
        "a\\b",
        "a:b",
        "a?b",
        "a*",
        "%2e%2e/a",
        "a\nb",
        "a\0b"
      })
  default void anyOtherNameIsRefused(String name) {
    List<ThrowingCallable> calls =
        List.of(
            () -> store().create(name, StoreUnderTest.text("x"), TIME),
            () -> store().put(name, StoreUnderTest.text("x"), TIME),
            () -> store().read(name, 0, 1),
            () -> store().stat(name),
            () -> store().delete(List.of("fine", name)));

    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(name);
    }
    assertThat(Listings.names(store(), "")).isEmpty();
  }

  @Test
  default void aNameThatIsTooLongIsRefused() {
    String tooLong = "a/".repeat(Requests.MAX_NAME_BYTES / 2) + "a";
    String tooLongPart = "a".repeat(Requests.MAX_PART_BYTES + 1);

    for (String name : List.of(tooLong, tooLongPart)) {
      assertThatThrownBy(() -> store().create(name, StoreUnderTest.text("x"), TIME))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "../", "a//", "./a", "a/../", "a b"})
  default void aPrefixThatNoNameCanHaveIsRefused(String prefix) {
    assertThatThrownBy(() -> store().list(prefix, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(prefix);
  }

  // The client itself.

  @Test
  default void afterItsCloseEveryCallSaysSo() {
    create(SLOT, "content");
    store().close();
    store().close();

    List<ThrowingCallable> calls =
        List.of(
            () -> store().create("other", StoreUnderTest.text("x"), TIME),
            () -> store().put("other", StoreUnderTest.text("x"), TIME),
            () -> store().read(SLOT, 0, 1),
            () -> store().stat(SLOT),
            () -> store().list("", null),
            () -> store().delete(List.of(SLOT)));
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isInstanceOf(StoreClosedException.class)
          .hasMessageContaining(store().describe());
    }
  }

  @Test
  default void anInterruptedThreadGetsAnErrorOrItsAnswerAndStaysInterrupted() {
    create(SLOT, "content");
    List<ThrowingCallable> calls =
        List.of(
            () -> store().create("other", StoreUnderTest.text("x"), TIME),
            () -> store().put("other", StoreUnderTest.text("x"), TIME),
            () -> store().stat(SLOT),
            () -> store().list("", null),
            () -> store().delete(List.of("other")));

    for (ThrowingCallable call : calls) {
      Thread.currentThread().interrupt();
      try {
        call.call();
      } catch (Throwable e) {
        assertThat(e).isInstanceOf(StoreException.class);
      }
      assertThat(Thread.interrupted()).as("the interrupt flag is kept").isTrue();
    }
    assertThat(store().stat(SLOT)).as("the store is unharmed").isPresent();
  }

  @Test
  default void itDescribesItself() {
    assertThat(store().describe()).contains(":");
    assertThat(store().levelNaming().folder(0)).endsWith("/");
    assertThat(store().capabilities().createsAtomically())
        .as("a store whose creates are not atomic cannot pass this kit")
        .isTrue();
  }
}
