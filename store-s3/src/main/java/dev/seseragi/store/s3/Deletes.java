package dev.seseragi.store.s3;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Deletes objects, many in a request. What an answer does not confirm counts as not deleted. */
final class Deletes {
  /** S3 takes no more. */
  private static final int MAX_KEYS = 1_000;

  private static final String PERMISSION = "s3:DeleteObject";

  /** What will be said again of the same key. */
  private static final Set<String> REFUSALS =
      Set.of("AccessDenied", "AllAccessDisabled", "MethodNotAllowed", "NoSuchBucket");

  private final Calls calls;
  private final String bucket;
  private final String base;

  Deletes(Calls calls, String bucket, String base) {
    this.calls = calls;
    this.bucket = bucket;
    this.base = base;
  }

  void delete(List<String> names) throws FailedCallException {
    for (int from = 0; from < names.size(); from += MAX_KEYS) {
      List<String> some = names.subList(from, Math.min(names.size(), from + MAX_KEYS));
      throwIfRefused(
          calls.call(
              PERMISSION,
              client -> {
                DeleteObjectsResponse answer =
                    client.deleteObjects(
                        it -> it.bucket(bucket).delete(all -> all.objects(ids(some))));
                check(some, answer);
                return answer;
              }));
    }
  }

  private List<ObjectIdentifier> ids(List<String> names) {
    return names.stream().map(name -> ObjectIdentifier.builder().key(base + name).build()).toList();
  }

  /** Deleting again does no harm: what is missing in an answer is asked for once more. */
  private void check(List<String> names, DeleteObjectsResponse answer) {
    Set<String> left = new HashSet<>();
    names.forEach(name -> left.add(base + name));
    answer.deleted().stream().map(DeletedObject::key).forEach(left::remove);
    for (S3Error error : answer.errors()) {
      if (isMissing(error) || isRefused(error)) {
        left.remove(error.key());
      }
    }
    if (!left.isEmpty()) {
      throw new BadAnswerException(
          "%,d of %,d keys were not deleted, %s among them (%s)"
              .formatted(
                  left.size(), names.size(), left.iterator().next(), reason(answer.errors())));
    }
  }

  private static String reason(List<S3Error> errors) {
    return errors.isEmpty()
        ? "the answer does not mention it"
        : errors.getFirst().code() + ": " + errors.getFirst().message();
  }

  private void throwIfRefused(DeleteObjectsResponse answer) throws FailedCallException {
    List<S3Error> refused = answer.errors().stream().filter(Deletes::isRefused).toList();
    if (!refused.isEmpty()) {
      String reason =
          "the store refuses to delete %,d keys, %s among them (%s). The key or role needs %s on bucket %s"
              .formatted(
                  refused.size(), refused.getFirst().key(), reason(refused), PERMISSION, bucket);
      throw new FailedCallException(Failure.refused(reason, new BadAnswerException(reason)), true);
    }
  }

  private static boolean isMissing(S3Error error) {
    return "NoSuchKey".equals(error.code());
  }

  private static boolean isRefused(S3Error error) {
    String code = error.code();
    return code != null && REFUSALS.contains(code);
  }
}
