package dev.seseragi.bench.costs;

import java.util.List;

/**
 * What a provider asks, in US dollars, without free tiers and discounts. Deleting is free at all of
 * them, and so is data that is sent to them.
 *
 * @param kind storage class, region, and the provider's words for kinds of requests
 * @param source where the prices were published, and when they were looked up
 */
record PriceList(String provider, String kind, String source, Prices prices) {
  static final PriceList S3 =
      new PriceList(
          "Amazon S3",
          "Standard, us-east-1",
          "aws.amazon.com/s3/pricing, June 2026",
          new Prices(0.023, 0.005, 0.005, 0.0004));

  static final PriceList GCS =
      new PriceList(
          "Google Cloud Storage",
          "Standard, us-east1; Class A, A, B",
          "cloud.google.com/storage/pricing, June 2026",
          new Prices(0.020, 0.005, 0.005, 0.0004));

  /** Azure's own list differs from region to region; these are between the cheap and the dear. */
  static final PriceList AZURE =
      new PriceList(
          "Azure Blob",
          "hot, locally redundant",
          "sample prices in “Estimate the cost of using Azure Blob Storage”, July 2024",
          new Prices(0.0208, 0.0055, 0.0055, 0.00044));

  static final PriceList R2 =
      new PriceList(
          "Cloudflare R2",
          "Standard; Class A, A, B",
          "developers.cloudflare.com/r2/pricing, June 2026",
          new Prices(0.015, 0.0045, 0.0045, 0.00036));

  /** All of them, in the order of the tables. */
  static final List<PriceList> ALL = List.of(S3, GCS, AZURE, R2);

  private static final double GIGABYTE = 1e9;
  private static final double THOUSAND = 1_000;

  /**
   * Prices in dollars.
   *
   * @param gigabyteMonth of 10⁹ bytes stored for a month
   * @param thousandPuts objects, or parts of them, written
   * @param thousandLists listings
   * @param thousandGets objects, or what is known of them, read
   */
  record Prices(
      double gigabyteMonth, double thousandPuts, double thousandLists, double thousandGets) {}

  /** What these requests cost. */
  double of(Requests requests) {
    return requests.put() / THOUSAND * prices.thousandPuts()
        + requests.list() / THOUSAND * prices.thousandLists()
        + (requests.get() + requests.head()) / THOUSAND * prices.thousandGets();
  }

  /** What so many bytes cost a month. */
  double ofStored(double bytes) {
    return bytes / GIGABYTE * prices.gigabyteMonth();
  }

  /** What a month costs. */
  double of(Month month) {
    return of(month.requests()) + ofStored(month.storedBytes());
  }
}
