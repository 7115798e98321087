package dev.seseragi.cli.stores;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The kinds of store that a configuration can name, as Litestream names them. */
public enum StoreType {
  /** A local directory. */
  FILE("file"),
  /** Amazon S3 and what speaks it. */
  S3("s3"),
  /** Google Cloud Storage. */
  GS("gs"),
  /** Azure Blob Storage. */
  ABS("abs"),
  /** An SFTP server. */
  SFTP("sftp"),
  /** A WebDAV server. */
  WEBDAV("webdav"),
  /** A NATS JetStream object store. */
  NATS("nats"),
  /** Alibaba Cloud OSS. */
  OSS("oss");

  private final String label;

  StoreType(String label) {
    this.label = label;
  }

  /** The word for {@code type:}. */
  public String label() {
    return label;
  }

  /** The type with this word. */
  public static Optional<StoreType> ofLabel(String label) {
    return Arrays.stream(values()).filter(type -> type.label.equals(label)).findFirst();
  }

  /** The type whose URLs begin with {@code scheme://}. */
  public static Optional<StoreType> ofScheme(String scheme) {
    return ofLabel(scheme.equals("webdavs") ? WEBDAV.label : scheme);
  }

  /** The words of all types. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(StoreType::label).toList();
  }
}
