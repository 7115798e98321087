output "url" {
  description = "Where the service answers; nothing before there is an image."
  value       = one(google_cloud_run_v2_service.application[*].uri)
}

output "replica" {
  description = "What seseragi commands take: seseragi verify REPLICA."
  value       = local.replica
}
