/**
 * The output gate: a reply leaves only when all that it could tell is in the store.
 *
 * <p>{@link dev.seseragi.gate.OutputGate} asks a {@link dev.seseragi.gate.StoreProgress} and gives
 * a {@link dev.seseragi.gate.Verdict}; the packages beside it hold replies back by that: of
 * servlets, of Javalin, of any program behind a proxy. The rule: whoever asks gets an answer about
 * everything that was committed before the question, whoever committed it, and a question that
 * can't be answered in time is answered with no.
 */
@NullMarked
package dev.seseragi.gate;

import org.jspecify.annotations.NullMarked;
