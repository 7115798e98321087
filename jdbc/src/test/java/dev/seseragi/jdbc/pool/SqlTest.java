package dev.seseragi.jdbc.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the words of a statement tell. */
final class SqlTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "  select * from t where v = 'x; DELETE FROM t'",
        "-- a comment\nSELECT 1",
        "/* INSERT */ SELECT 1;",
        "VALUES (1), (2)",
        "EXPLAIN QUERY PLAN DELETE FROM t",
        "WITH x(a) AS (SELECT 1) SELECT a FROM x",
        "WITH RECURSIVE c AS (SELECT 1 UNION SELECT 2), d AS (SELECT 'INSERT') VALUES (1)",
        "SELECT \"delete\", [update], `insert` FROM t",
        "PRAGMA user_version",
        "PRAGMA main.page_count;",
        "PRAGMA table_info(t)",
        "pragma foreign_key_check('t')",
        ";",
        ""
      })
  void readsNeedNoTurn(String text) {
    assertThat(Sql.of(text).kind()).isEqualTo(Sql.Kind.READ);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO t VALUES (1)",
        "\n update t set v = 1",
        "DELETE FROM t",
        "REPLACE INTO t VALUES (1)",
        "CREATE TABLE t(v)",
        "DROP TABLE t",
        "VACUUM",
        "REINDEX",
        "ANALYZE",
        "WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x",
        "WITH x AS (SELECT 1) DELETE FROM t",
        "PRAGMA user_version = 3",
        "PRAGMA user_version(3)",
        "PRAGMA main.wal_checkpoint",
        "PRAGMA wal_checkpoint(TRUNCATE)",
        "PRAGMA incremental_vacuum",
        "PRAGMA optimize",
        "WHATEVER"
      })
  void whatMayWriteNeedsTheTurn(String text) {
    assertThat(Sql.of(text).kind()).isEqualTo(Sql.Kind.WRITE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BEGIN",
        "begin immediate",
        "COMMIT",
        "END TRANSACTION",
        "ROLLBACK",
        "ROLLBACK TO s",
        "SAVEPOINT s",
        "RELEASE s",
        "SELECT 1; DELETE FROM t",
        "INSERT INTO t VALUES (1); COMMIT",
        "CREATE TRIGGER r AFTER INSERT ON t BEGIN DELETE FROM u; DELETE FROM w; END"
      })
  void whatMayBeginOrEndATransactionIsAskedAfterwards(String text) {
    assertThat(Sql.of(text).kind()).isEqualTo(Sql.Kind.CONTROL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INSERT INTO t VALUES (1) RETURNING id | true  | true",
        "INSERT INTO t VALUES ('RETURNING')    | true  | false",
        "INSERT INTO t(returning) VALUES (1)   | true  | false",
        "UPDATE t SET v = 1 RETURNING *        | false | true",
        "SELECT 1 AS returning                 | false | false",
        "WITH x AS (SELECT 1) REPLACE INTO t SELECT 1 FROM x | true | false",
      })
  void keysAndReturnedRowsAreForeseen(String text, boolean isInsert, boolean isReturning) {
    assertThat(Sql.of(text).isInsert()).isEqualTo(isInsert);
    assertThat(Sql.of(text).isReturning()).isEqualTo(isReturning);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PRAGMA foreign_keys = OFF         | true",
        "PRAGMA cache_size(10)             | true",
        "ATTACH 'x.db' AS x                | true",
        "CREATE TEMP TABLE x(v)            | true",
        "create temporary view x as select 1 | true",
        "CREATE TABLE temp(v)              | false",
        "PRAGMA foreign_keys               | false",
        "SELECT 1                          | false",
        "INSERT INTO t VALUES (1)          | false",
      })
  void whatTheNextUserWouldNoticeIsForeseen(String text, boolean changesConnection) {
    assertThat(Sql.of(text).changesConnection()).isEqualTo(changesConnection);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT id FROM t          | true",
        "SELECT count(*) FROM t    | true",
        "SELECT * FROM t           | false",
        "SELECT t.* FROM t         | false",
        "INSERT INTO t VALUES (?)  | true",
        "BEGIN                     | false",
        "PRAGMA user_version       | false",
      })
  void statementsWhoseColumnsMayChangeAreNotKept(String text, boolean isReusable) {
    assertThat(Sql.of(text).isReusable()).isEqualTo(isReusable);
  }
}
