package dev.seseragi.store.gcs;

import dev.seseragi.store.StoreException;
import dev.seseragi.store.gcs.StoredObject.MalformedException;
import dev.seseragi.store.gcs.StoredObject.Receipt;
import org.jspecify.annotations.Nullable;

/** Compares what a server says it stored with what was sent. */
final class UploadCheck {
  private final GcsErrors errors;

  UploadCheck(GcsErrors errors) {
    this.errors = errors;
  }

  /** The outcome, a failure if it is a success with other bytes than were sent. */
  Outcome compare(UploadRequest request, Outcome outcome, String crc32c) {
    if (!(outcome instanceof Outcome.Answered(Answer answer, boolean _)) || !answer.isSuccess()) {
      return outcome;
    }
    StoreException difference = differs(request, answer, crc32c);
    return difference == null ? outcome : new Outcome.Failed(difference, true);
  }

  private @Nullable StoreException differs(UploadRequest request, Answer answer, String crc32c) {
    try {
      Receipt receipt = StoredObject.receipt(answer.text());
      long sizeBytes = request.body().sizeBytes();
      if (receipt.sizeBytes() != sizeBytes) {
        return errors.other(
            request.action(),
            "the server stored %,d of %,d bytes".formatted(receipt.sizeBytes(), sizeBytes));
      }
      return receipt.crc32c().isEmpty() || receipt.crc32c().equals(crc32c)
          ? null
          : errors.other(
              request.action(),
              "the server stored other bytes than were sent: CRC-32C %s instead of %s"
                  .formatted(receipt.crc32c(), crc32c));
    } catch (MalformedException e) {
      return errors.unexpected(request.action(), String.valueOf(e.getMessage()));
    }
  }
}
