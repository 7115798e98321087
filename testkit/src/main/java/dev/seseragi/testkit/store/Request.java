package dev.seseragi.testkit.store;

import java.util.List;

/**
 * A request to a {@link FaultyStore}.
 *
 * @param number 1 for the store's first request, in the order of arrival
 * @param operation what kind of request
 * @param names of the objects; of a listing the prefix
 */
public record Request(long number, Operation operation, List<String> names) {
  /** Copies the names. */
  public Request {
    names = List.copyOf(names);
  }
}
