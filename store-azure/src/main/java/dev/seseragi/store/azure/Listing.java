package dev.seseragi.store.azure;

import com.azure.core.http.rest.PagedResponse;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobItemProperties;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.ListBlobsOptions;
import dev.seseragi.store.ListPage;
import dev.seseragi.store.ObjectInfo;
import dev.seseragi.store.Requests;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pages of a listing. */
final class Listing {
  private static final int PAGE_OBJECTS = 1_000;

  private final String base;

  /**
   * @param base of the replica's names: "" or with a slash at its end
   */
  Listing(String base) {
    this.base = base;
  }

  /**
   * Asks for one page.
   *
   * @throws IOException if it is not what was asked for
   */
  ListPage page(BlobContainerClient client, String prefix, @Nullable String continuation)
      throws IOException {
    ListBlobsOptions options =
        new ListBlobsOptions()
            .setPrefix(base + prefix)
            .setMaxResultsPerPage(PAGE_OBJECTS)
            .setDetails(new BlobListDetails().setRetrieveMetadata(true));
    PagedResponse<BlobItem> page =
        client.listBlobs(options, continuation, null).iterableByPage().iterator().next();
    List<ObjectInfo> objects = new ArrayList<>();
    for (BlobItem item : page.getValue()) {
      if (!item.getName().startsWith(base + prefix)) {
        throw new IOException("the listing has names that were not asked for");
      }
      object(item).ifPresent(objects::add);
    }
    checkOrder(objects);
    String next = page.getContinuationToken();
    return new ListPage(objects, next == null || next.isEmpty() ? null : next);
  }

  /** What others keep there under names that no object of ours has is left out. */
  private Optional<ObjectInfo> object(BlobItem item) throws IOException {
    String name = item.getName().substring(base.length());
    boolean isFolder =
        item.getMetadata() != null && "true".equals(item.getMetadata().get("hdi_isfolder"));
    if (isFolder || !Requests.isName(name)) {
      return Optional.empty();
    }
    BlobItemProperties properties = item.getProperties();
    Long sizeBytes = properties == null ? null : properties.getContentLength();
    if (properties == null || sizeBytes == null) {
      throw new IOException("the listing has no size of " + name);
    }
    return Optional.of(
        new ObjectInfo(
            name, sizeBytes, Timestamps.of(item.getMetadata(), properties.getCreationTime())));
  }

  /** What comes out of order would be taken for a gap, or for an end. */
  private static void checkOrder(List<ObjectInfo> objects) throws IOException {
    for (int i = 1; i < objects.size(); i++) {
      if (objects.get(i - 1).name().compareTo(objects.get(i).name()) >= 0) {
        throw new IOException(
            "the listing is not in order, %s stands behind %s"
                .formatted(objects.get(i).name(), objects.get(i - 1).name()));
      }
    }
  }
}
