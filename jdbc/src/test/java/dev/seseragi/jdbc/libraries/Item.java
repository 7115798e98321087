package dev.seseragi.jdbc.libraries;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/** A row for Hibernate. */
@Entity(name = "item")
class Item {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  @Column(unique = true, nullable = false)
  String name = "";

  Item() {}

  Item(String name) {
    this.name = name;
  }
}
