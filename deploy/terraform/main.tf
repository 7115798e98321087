# The same as deploy/cloudrun/deploy.sh makes, under the same names; docs/deploy/cloud-run.md says why it is so.

locals {
  service = var.service == "" ? var.application : var.service
  bucket  = var.bucket == "" ? "${var.project}-${local.service}" : var.bucket
  replica = "gs://${google_storage_bucket.replica.name}/${local.service}"
  images  = "${var.region}-docker.pkg.dev/${var.project}/${google_artifact_registry_repository.images.repository_id}"
}

resource "google_project_service" "apis" {
  for_each = toset(["run", "cloudbuild", "artifactregistry", "storage", "iam", "cloudscheduler", "secretmanager"])

  service            = "${each.key}.googleapis.com"
  disable_on_destroy = false
}

resource "google_storage_bucket" "replica" {
  name                        = local.bucket
  location                    = var.region
  storage_class               = "STANDARD"
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = false

  soft_delete_policy {
    retention_duration_seconds = 7 * 24 * 3600
  }

  # Never a rule that deletes by age: an idle database's only copy may be old.
  lifecycle_rule {
    action {
      type = "AbortIncompleteMultipartUpload"
    }
    condition {
      age = 7
    }
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "google_artifact_registry_repository" "images" {
  repository_id = local.service
  location      = var.region
  format        = "DOCKER"
  depends_on    = [google_project_service.apis]
}

# May create, read and list; neither delete nor write over anything.
resource "google_service_account" "run" {
  account_id   = "${local.service}-run"
  display_name = "${local.service}: runs"
}

resource "google_storage_bucket_iam_member" "run" {
  for_each = toset(["roles/storage.objectViewer", "roles/storage.objectCreator"])

  bucket = google_storage_bucket.replica.name
  role   = each.key
  member = google_service_account.run.member
}

resource "google_secret_manager_secret_iam_member" "run" {
  for_each = toset(values(var.secrets))

  secret_id = each.key
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.run.member
}

# May delete, and runs nothing that anybody can reach.
resource "google_service_account" "retain" {
  account_id   = "${local.service}-retain"
  display_name = "${local.service}: deletes what is no longer promised"
}

resource "google_storage_bucket_iam_member" "retain" {
  bucket = google_storage_bucket.replica.name
  role   = "roles/storage.objectUser"
  member = google_service_account.retain.member
}
