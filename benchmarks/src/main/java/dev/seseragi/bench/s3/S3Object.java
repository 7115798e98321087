package dev.seseragi.bench.s3;

import java.time.Instant;
import java.util.Map;

/**
 * One object.
 *
 * @param bytes its content, which nobody changes
 * @param modified when it was written
 * @param metadata headers that begin with {@code x-amz-meta-}
 */
@SuppressWarnings("ArrayRecordComponent")
record S3Object(byte[] bytes, Instant modified, Map<String, String> metadata) {}
