# terraform test: plans with a provider that is played; no project is touched.
mock_provider "google" {}

variables {
  project     = "my-project"
  region      = "europe-west3"
  application = "users-api"
}

run "before_there_is_an_image" {
  command = plan

  assert {
    condition     = length(google_cloud_run_v2_service.application) == 0 && length(google_cloud_run_v2_job.retain) == 0
    error_message = "Without images there is nothing to run."
  }
  assert {
    condition     = google_storage_bucket.replica.public_access_prevention == "enforced" && google_storage_bucket.replica.uniform_bucket_level_access
    error_message = "The bucket must be closed to the public."
  }
  assert {
    condition     = alltrue([for rule in google_storage_bucket.replica.lifecycle_rule : one(rule.action).type == "AbortIncompleteMultipartUpload"])
    error_message = "No rule may delete by age."
  }
  assert {
    condition     = toset([for grant in google_storage_bucket_iam_member.run : grant.role]) == toset(["roles/storage.objectViewer", "roles/storage.objectCreator"])
    error_message = "The service may create and read, and nothing else."
  }
}

run "the_service_runs_once" {
  command = plan

  variables {
    image_tag = "v1"
  }

  assert {
    condition     = google_cloud_run_v2_service.application[0].template[0].scaling[0].max_instance_count == 1
    error_message = "There is one writer."
  }
  assert {
    condition     = google_cloud_run_v2_service.application[0].template[0].containers[0].resources[0].cpu_idle
    error_message = "Durable commits need no CPU between requests."
  }
  assert {
    condition     = { for env in google_cloud_run_v2_service.application[0].template[0].containers[0].env : env.name => env.value } == { SESERAGI_REPLICA_URL = "gs://my-project-users-api/users-api", SESERAGI_MODE = "durable" }
    error_message = "The service is told of its replica."
  }
  assert {
    condition     = google_cloud_run_v2_job.retain[0].template[0].template[0].containers[0].args == tolist(["retain", "gs://my-project-users-api/users-api"])
    error_message = "The job deletes in the same replica."
  }
  assert {
    condition     = length(google_cloud_run_v2_service_iam_member.everybody) == 0
    error_message = "Nobody but who is allowed calls it."
  }
}

run "what_ships_in_the_background_has_cpu" {
  command = plan

  variables {
    application = "pos"
    image_tag   = "v1"
    mode        = "async"
    is_public   = true
    secrets     = { POS_PIN_ADMIN = "pos-pin-admin" }
  }

  assert {
    condition     = !google_cloud_run_v2_service.application[0].template[0].containers[0].resources[0].cpu_idle
    error_message = "Asynchronous shipping needs CPU between requests."
  }
  assert {
    condition     = length(google_cloud_run_v2_service_iam_member.everybody) == 1
    error_message = "Everybody may call it."
  }
  assert {
    condition     = toset(keys(google_secret_manager_secret_iam_member.run)) == toset(["pos-pin-admin"])
    error_message = "The service may read its secrets."
  }
}

run "a_wrong_application_is_refused" {
  command = plan

  variables {
    application = "shop"
  }

  expect_failures = [var.application]
}
