package dev.seseragi.testkit.gcs;

/** The kinds of request that a {@link FakeGcs} answers. */
public enum GcsOperation {
  /** An upload in a single request. */
  UPLOAD,
  /** The beginning of a resumable upload. */
  START_SESSION,
  /** Bytes of a resumable upload. */
  CHUNK,
  /** The question how far a resumable upload is. */
  SESSION_STATUS,
  /** The bytes of an object. */
  READ,
  /** The metadata of an object. */
  STAT,
  /** A page of a listing. */
  LIST,
  /** The deletion of an object. */
  DELETE,
  /** An access token, from the token endpoint or the metadata server. */
  TOKEN,
  /** Anything else. */
  OTHER
}
