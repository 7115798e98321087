package dev.seseragi.bench.s3;

/** What a request does, as bills tell requests apart. */
public enum RequestKind {
  /** Writes: an object, a part of one, and the POSTs around an upload in parts. */
  PUT,
  /** Reads an object or a range of it. */
  GET,
  /** Reads what is known about an object. */
  HEAD,
  /** Lists up to 1,000 objects. */
  LIST,
  /** Deletes one object, or up to 1,000 with one POST. */
  DELETE;

  /** Of a request of the S3 protocol with keys in its path. */
  static RequestKind of(String method, RequestTarget target) {
    return switch (method) {
      case "GET" -> target.key().isEmpty() ? LIST : GET;
      case "HEAD" -> HEAD;
      case "DELETE" -> DELETE;
      case "POST" -> target.query().containsKey("delete") ? DELETE : PUT;
      default -> PUT;
    };
  }

  /** Whether a store would be changed by it. */
  boolean isWrite() {
    return this == PUT || this == DELETE;
  }
}
