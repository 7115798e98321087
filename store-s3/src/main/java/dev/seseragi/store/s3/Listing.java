package dev.seseragi.store.s3;

import dev.seseragi.store.ListPage;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.Requests;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Makes pages of the server's answers. An answer that contradicts itself or the request is an
 * error: taken for a short list, it would hide a part of a replica.
 */
final class Listing {
  static final int PAGE_SIZE = 1_000;

  private final String base;

  /**
   * @param base begins every key, and is no part of a name
   */
  Listing(String base) {
    this.base = base;
  }

  ListPage page(String keyPrefix, ListObjectsV2Response answer) {
    Boolean isTruncated = answer.isTruncated();
    if (isTruncated == null) {
      throw new BadAnswerException("a listing does not say whether it is complete");
    }
    Integer keyCount = answer.keyCount();
    if (keyCount != null && keyCount != answer.contents().size() + answer.commonPrefixes().size()) {
      throw new BadAnswerException(
          "a listing says that it has %d keys and has %d"
              .formatted(keyCount, answer.contents().size()));
    }
    String next = answer.nextContinuationToken();
    if (isTruncated && (next == null || next.isEmpty())) {
      throw new BadAnswerException("a listing says that more follows, but not where");
    }
    return new ListPage(objects(keyPrefix, answer.contents()), isTruncated ? next : null);
  }

  private List<ObjectInfo> objects(String keyPrefix, List<S3Object> contents) {
    List<ObjectInfo> objects = new ArrayList<>(contents.size());
    String last = "";
    for (S3Object object : contents) {
      String key = checked(object.key(), keyPrefix);
      if (key.compareTo(last) <= 0) {
        throw new BadAnswerException(
            "a listing has %s behind %s; a replica needs a store that lists keys in order"
                .formatted(key, last));
      }
      last = key;
      // Keys that are no names of ours are a stranger's, such as placeholders of folders.
      String name = key.substring(base.length());
      if (Requests.isName(name)) {
        objects.add(info(name, object));
      }
    }
    return objects;
  }

  private static String checked(@Nullable String key, String keyPrefix) {
    if (key == null || !key.startsWith(keyPrefix)) {
      throw new BadAnswerException("a listing of %s has the key %s".formatted(keyPrefix, key));
    }
    return key;
  }

  private static ObjectInfo info(String name, S3Object object) {
    Long sizeBytes = object.size();
    Instant uploaded = object.lastModified();
    if (sizeBytes == null || uploaded == null) {
      throw new BadAnswerException("a listing has %s without size or time".formatted(name));
    }
    return new ObjectInfo(name, sizeBytes, uploaded);
  }
}
