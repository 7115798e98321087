package dev.seseragi.jdbc.libraries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.community.dialect.SQLiteDialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HibernateTest {
  @TempDir Path folder;

  @Test
  void hibernateCommitsDurablyAndRollsBack() throws Exception {
    try (Shop shop = new Shop(folder);
        SessionFactory sessions = sessions(shop)) {
      long id =
          sessions.fromTransaction(session -> {
            Item tea = new Item("tea");
            session.persist(tea);
            session.persist(new Item("rice"));
            return tea.id == null ? 0 : tea.id;
          });
      assertThat(id).isEqualTo(1);
      assertThat(shop.restored()).containsExactly("tea", "rice");

      sessions.inTransaction(session -> session.find(Item.class, id).name = "green tea");
      assertThat(shop.restored()).containsExactly("green tea", "rice");

      assertThatThrownBy(() ->
              sessions.inTransaction(session -> {
                session.persist(new Item("never"));
                session.persist(new Item("rice"));
              }))
          .hasStackTraceContaining("UNIQUE");
      long before = shop.requests();
      long count =
          sessions.fromSession(session -> {
            session.setDefaultReadOnly(true);
            return session.createQuery("select count(*) from item", Long.class).getSingleResult();
          });
      assertThat(count).isEqualTo(2);
      assertThat(shop.requests()).isEqualTo(before);
    }
  }

  private static SessionFactory sessions(Shop shop) {
    Configuration configuration = new Configuration().addAnnotatedClass(Item.class);
    configuration.getProperties().put(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, shop.source());
    configuration.setProperty(JdbcSettings.DIALECT, SQLiteDialect.class.getName());
    return configuration.buildSessionFactory();
  }
}
