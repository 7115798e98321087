package dev.seseragi.jdbc.libraries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.nio.file.Path;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JooqTest {
  private static final Table<Record> ITEM = table(name("item"));
  private static final Field<Long> ID = field(name("id"), Long.class);
  private static final Field<String> NAME = field(name("name"), String.class);

  @TempDir Path folder;

  @BeforeAll
  static void beQuiet() {
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
  }

  @Test
  void jooqCommitsDurablyAndRollsBack() throws Exception {
    try (Shop shop = new Shop(folder)) {
      DSLContext jooq = DSL.using(shop.source(), SQLDialect.SQLITE);
      jooq.transaction(
          inside -> inside.dsl().insertInto(ITEM, NAME).values("tea").values("rice").execute());
      assertThat(shop.restored()).containsExactly("tea", "rice");

      Record returned =
          jooq.insertInto(ITEM, NAME).values("salt").returning(ID, NAME).fetchSingle();
      assertThat(returned.get(ID)).isEqualTo(3);
      assertThat(returned.get(NAME)).isEqualTo("salt");
      assertThat(shop.restored()).containsExactly("tea", "rice", "salt");

      assertThatThrownBy(() ->
              jooq.transaction(outer -> {
                outer.dsl().insertInto(ITEM, NAME).values("never").execute();
                outer.dsl().insertInto(ITEM, NAME).values("tea").execute();
              }))
          .hasMessageContaining("UNIQUE");
      jooq.transaction(outer -> {
        outer.dsl().insertInto(ITEM, NAME).values("nori").execute();
        try {
          outer
              .dsl()
              .transaction(nested -> {
                nested.dsl().insertInto(ITEM, NAME).values("undone").execute();
                throw new IllegalStateException("undo the inner one");
              });
        } catch (IllegalStateException expected) {
          assertThat(expected).hasMessageContaining("inner");
        }
      });
      assertThat(shop.restored()).containsExactly("tea", "rice", "salt", "nori");
      assertThat(
              DSL.using(shop.readSource(), SQLDialect.SQLITE)
                  .select(NAME)
                  .from(ITEM)
                  .orderBy(NAME)
                  .fetch(NAME))
          .containsExactly("nori", "rice", "salt", "tea");
    }
  }
}
