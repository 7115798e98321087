package dev.seseragi.engine.litestream3;

import java.io.InputStream;

/** The objects of a plan, as they are in the store, one after the other. */
public interface ObjectStreams extends AutoCloseable {
  /** The next object of {@link Litestream3Plan#objects()}; the reader closes it. */
  InputStream next();

  @Override
  void close();
}
