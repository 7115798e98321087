package dev.seseragi.testkit.store;

/** The kinds of request that a store takes. */
public enum Operation {
  /** Create-if-absent. */
  CREATE,
  /** Write over. */
  PUT,
  /** Read a range. */
  READ,
  /** One page of a listing. */
  LIST,
  /** Look at one object. */
  STAT,
  /** Delete any number of objects. */
  DELETE
}
