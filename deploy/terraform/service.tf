resource "google_cloud_run_v2_service" "application" {
  count = var.image_tag == "" ? 0 : 1

  name                = local.service
  location            = var.region
  deletion_protection = false

  template {
    service_account                  = google_service_account.run.email
    execution_environment            = "EXECUTION_ENVIRONMENT_GEN2"
    max_instance_request_concurrency = var.concurrency
    # Streams of events last as long as Cloud Run allows; nothing else here takes a minute.
    timeout = var.application == "pos" ? "3600s" : "60s"

    scaling {
      min_instance_count = var.min_instances
      max_instance_count = 1
    }

    containers {
      image = "${local.images}/${var.application}:${var.image_tag}"

      ports {
        container_port = 8080
      }

      resources {
        limits = {
          cpu    = var.cpu
          memory = var.memory
        }
        # What ships in the background needs CPU between requests; what is in the store when it is answered does not.
        cpu_idle          = var.mode == "durable"
        startup_cpu_boost = true
      }

      dynamic "env" {
        for_each = merge(var.environment, {
          SESERAGI_REPLICA_URL = local.replica
          SESERAGI_MODE        = var.mode
        })
        content {
          name  = env.key
          value = env.value
        }
      }

      dynamic "env" {
        for_each = var.secrets
        content {
          name = env.key
          value_source {
            secret_key_ref {
              secret  = env.value
              version = "latest"
            }
          }
        }
      }

      startup_probe {
        period_seconds    = 1
        timeout_seconds   = 1
        failure_threshold = 240
        http_get {
          path = "/readyz"
          port = 8080
        }
      }

      liveness_probe {
        period_seconds    = 10
        timeout_seconds   = 5
        failure_threshold = 6
        http_get {
          path = "/healthz"
          port = 8080
        }
      }
    }
  }

  depends_on = [
    google_project_service.apis,
    google_storage_bucket_iam_member.run,
    google_secret_manager_secret_iam_member.run,
  ]
}

resource "google_cloud_run_v2_service_iam_member" "everybody" {
  count = var.is_public && var.image_tag != "" ? 1 : 0

  name     = google_cloud_run_v2_service.application[0].name
  location = var.region
  role     = "roles/run.invoker"
  member   = "allUsers"
}

# Without it the replica grows for good: the service may not delete.
resource "google_cloud_run_v2_job" "retain" {
  count = var.image_tag == "" ? 0 : 1

  name                = "${local.service}-retain"
  location            = var.region
  deletion_protection = false

  template {
    template {
      service_account = google_service_account.retain.email
      max_retries     = 1
      timeout         = "3600s"

      containers {
        image = "${local.images}/seseragi:${var.image_tag}"
        args  = ["retain", local.replica]

        resources {
          limits = {
            cpu    = "1"
            memory = "512Mi"
          }
        }
      }
    }
  }

  depends_on = [google_project_service.apis]
}

resource "google_cloud_run_v2_job_iam_member" "retain" {
  count = var.image_tag == "" ? 0 : 1

  name     = google_cloud_run_v2_job.retain[0].name
  location = var.region
  role     = "roles/run.invoker"
  member   = google_service_account.retain.member
}

resource "google_cloud_scheduler_job" "retain" {
  count = var.image_tag == "" ? 0 : 1

  name      = "${local.service}-retain"
  region    = var.region
  schedule  = "17 3 * * *"
  time_zone = "Etc/UTC"

  http_target {
    http_method = "POST"
    uri         = "https://run.googleapis.com/v2/${google_cloud_run_v2_job.retain[0].id}:run"

    oauth_token {
      service_account_email = google_service_account.retain.email
    }
  }
}
