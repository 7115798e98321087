package dev.seseragi.bench.s3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RequestKindTest {
  private static RequestKind kind(String method, String target) {
    return RequestKind.of(method, RequestTarget.parse(target));
  }

  private static String folder(String target) {
    return RequestTarget.parse(target).folder();
  }

  @Test
  void requestsAreToldApartAsBillsDo() {
    assertThat(kind("PUT", "/bucket/shop/0000/1-1.ltx")).isEqualTo(RequestKind.PUT);
    assertThat(kind("PUT", "/bucket/shop/0009/1-9.ltx?partNumber=2&uploadId=x"))
        .isEqualTo(RequestKind.PUT);
    assertThat(kind("POST", "/bucket/shop/0009/1-9.ltx?uploads")).isEqualTo(RequestKind.PUT);
    assertThat(kind("GET", "/bucket/shop/0000/1-1.ltx")).isEqualTo(RequestKind.GET);
    assertThat(kind("HEAD", "/bucket/shop/0000/1-1.ltx")).isEqualTo(RequestKind.HEAD);
    assertThat(kind("GET", "/bucket?list-type=2&prefix=shop%2F")).isEqualTo(RequestKind.LIST);
    assertThat(kind("GET", "/bucket/?list-type=2")).isEqualTo(RequestKind.LIST);
    assertThat(kind("POST", "/bucket?delete")).isEqualTo(RequestKind.DELETE);
    assertThat(kind("DELETE", "/bucket/shop/0000/1-1.ltx")).isEqualTo(RequestKind.DELETE);
  }

  @Test
  void theFolderOfARequestLiesBelowTheReplicasPrefix() {
    assertThat(folder("/bucket/shop/0001/1-9.ltx")).isEqualTo("0001");
    assertThat(folder("/bucket/shop/seseragi/writers/x.json")).isEqualTo("seseragi");
    assertThat(folder("/bucket?list-type=2&prefix=shop%2F")).isEmpty();
    assertThat(folder("/bucket?list-type=2&prefix=shop/0002/")).isEqualTo("0002");
    assertThat(folder("/bucket?delete")).isEmpty();
  }
}
