package dev.seseragi.engine.capture;

import dev.seseragi.engine.ledger.PageLedger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What a capture works with.
 *
 * @param settings the constants
 * @param syncInterval at most how often a batch is handed over unless somebody waits for it
 * @param ledger the page ledger of the database, in the hands of capture while the shipper is idle
 * @param spoolFolder where captured pages go that do not fit into memory
 * @param events wakes the capture
 * @param counters count what it does
 * @param listener learns how it fares
 * @param clock gives segments their time
 * @param log takes what an operator may want to know
 */
public record Setup(
    CaptureSettings settings,
    Duration syncInterval,
    PageLedger ledger,
    Path spoolFolder,
    FileEvents events,
    CaptureCounters counters,
    CaptureListener listener,
    InstantSource clock,
    System.Logger log) {}
