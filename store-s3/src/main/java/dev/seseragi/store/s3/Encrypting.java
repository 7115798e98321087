package dev.seseragi.store.s3;

import dev.seseragi.store.s3.S3Settings.Encryption;
import dev.seseragi.store.s3.S3Settings.Encryption.CustomerKey;
import dev.seseragi.store.s3.S3Settings.S3Upload;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** Adds to requests what they say about encryption and storage class. */
record Encrypting(S3Upload upload) {
  void apply(PutObjectRequest.Builder request) {
    upload.storageClass().ifPresent(request::storageClass);
    switch (upload.encryption()) {
      case Encryption.OfBucket none -> {}
      case Encryption.Kms kms ->
          request.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(kms.keyId());
      case CustomerKey key ->
          request
              .sseCustomerAlgorithm(CustomerKey.ALGORITHM)
              .sseCustomerKey(key.key())
              .sseCustomerKeyMD5(key.keyMd5());
    }
  }

  void apply(CreateMultipartUploadRequest.Builder request) {
    upload.storageClass().ifPresent(request::storageClass);
    switch (upload.encryption()) {
      case Encryption.OfBucket none -> {}
      case Encryption.Kms kms ->
          request.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(kms.keyId());
      case CustomerKey key ->
          request
              .sseCustomerAlgorithm(CustomerKey.ALGORITHM)
              .sseCustomerKey(key.key())
              .sseCustomerKeyMD5(key.keyMd5());
    }
  }

  void apply(UploadPartRequest.Builder request) {
    if (upload.encryption() instanceof CustomerKey key) {
      request
          .sseCustomerAlgorithm(CustomerKey.ALGORITHM)
          .sseCustomerKey(key.key())
          .sseCustomerKeyMD5(key.keyMd5());
    }
  }

  void apply(CompleteMultipartUploadRequest.Builder request) {
    if (upload.encryption() instanceof CustomerKey key) {
      request
          .sseCustomerAlgorithm(CustomerKey.ALGORITHM)
          .sseCustomerKey(key.key())
          .sseCustomerKeyMD5(key.keyMd5());
    }
  }

  void apply(GetObjectRequest.Builder request) {
    if (upload.encryption() instanceof CustomerKey key) {
      request
          .sseCustomerAlgorithm(CustomerKey.ALGORITHM)
          .sseCustomerKey(key.key())
          .sseCustomerKeyMD5(key.keyMd5());
    }
  }

  void apply(HeadObjectRequest.Builder request) {
    if (upload.encryption() instanceof CustomerKey key) {
      request
          .sseCustomerAlgorithm(CustomerKey.ALGORITHM)
          .sseCustomerKey(key.key())
          .sseCustomerKeyMD5(key.keyMd5());
    }
  }
}
