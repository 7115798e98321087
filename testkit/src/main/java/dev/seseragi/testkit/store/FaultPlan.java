package dev.seseragi.testkit.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which faults are still to come: first those for the next requests, then the standing ones, then
 * the script's. For one thread at a time.
 */
final class FaultPlan {
  private final Map<Operation, Deque<Fault>> next = new EnumMap<>(Operation.class);
  private final Map<Operation, Fault> standing = new EnumMap<>(Operation.class);
  private FaultScript script = FaultScript.none();

  void next(Operation operation, Fault fault) {
    demandFit(operation, fault);
    next.computeIfAbsent(operation, key -> new ArrayDeque<>()).add(fault);
  }

  void always(Operation operation, Fault fault) {
    demandFit(operation, fault);
    standing.put(operation, fault);
  }

  void script(FaultScript newScript) {
    script = newScript;
  }

  void heal() {
    next.clear();
    standing.clear();
    script = FaultScript.none();
  }

  Optional<Fault> faultFor(Request request) {
    Operation operation = request.operation();
    Deque<Fault> once = next.get(operation);
    if (once != null && !once.isEmpty()) {
      return Optional.of(once.remove());
    }
    if (standing.containsKey(operation)) {
      return Optional.of(standing.get(operation));
    }
    Optional<Fault> fault = script.faultFor(request);
    fault.ifPresent(scripted -> demandFit(operation, scripted));
    return fault;
  }

  private static void demandFit(Operation operation, Fault fault) {
    if (!fault.fits(operation)) {
      throw new IllegalArgumentException(fault + " is no fault of a " + operation);
    }
  }
}
