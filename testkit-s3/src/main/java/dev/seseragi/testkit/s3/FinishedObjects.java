package dev.seseragi.testkit.s3;

import java.util.List;
import java.util.regex.Pattern;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Lists what is finished, as S3 does: s3proxy writes an object to a file beside it, whose name ends
 * with a UUID, and its listings show that, too.
 */
final class FinishedObjects extends ForwardingBlobStore {
  private static final Pattern UNFINISHED =
      Pattern.compile(".*[^/]-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", Pattern.DOTALL);

  FinishedObjects(BlobStore objects) {
    super(objects);
  }

  @Override
  public ListObjectsV2Response list(ListObjectsV2Request request) {
    ListObjectsV2Response all = super.list(request);
    List<S3Object> finished =
        all.contents().stream().filter(it -> !UNFINISHED.matcher(it.key()).matches()).toList();
    return all.toBuilder().contents(finished).build();
  }
}
