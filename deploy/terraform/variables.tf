variable "project" {
  description = "The Google Cloud project."
  type        = string
}

variable "region" {
  description = "Where all of it is. A bucket never moves."
  type        = string
}

variable "application" {
  description = "users-api or pos."
  type        = string
  validation {
    condition     = contains(["users-api", "pos"], var.application)
    error_message = "Expected users-api or pos."
  }
}

variable "service" {
  description = "The service's name; empty for the application's."
  type        = string
  default     = ""
  validation {
    condition     = var.service == "" || can(regex("^[a-z][-a-z0-9]{1,20}[a-z0-9]$", var.service))
    error_message = "Expected 3 to 22 small letters, digits and hyphens."
  }
}

variable "bucket" {
  description = "The replica's bucket; empty for PROJECT-SERVICE."
  type        = string
  default     = ""
}

variable "image_tag" {
  description = "The images' tag, as `deploy.sh build` names them. Empty: everything but the service and its job is made, so that there is a place to push to."
  type        = string
  default     = ""
}

variable "mode" {
  description = "durable, or async with CPU that is always allocated."
  type        = string
  default     = "durable"
  validation {
    condition     = contains(["durable", "async"], var.mode)
    error_message = "Expected durable or async."
  }
}

variable "is_public" {
  description = "Whether everybody may call the service."
  type        = bool
  default     = false
}

variable "min_instances" {
  description = "1 keeps an instance warm. More than one never run."
  type        = number
  default     = 0
  validation {
    condition     = contains([0, 1], var.min_instances)
    error_message = "Expected 0 or 1."
  }
}

variable "cpu" {
  description = "CPUs of the instance."
  type        = string
  default     = "1"
}

variable "memory" {
  description = "250 MB for the process, and the database with its WAL."
  type        = string
  default     = "512Mi"
}

variable "concurrency" {
  description = "Requests that the one instance may have at a time."
  type        = number
  default     = 500
}

variable "environment" {
  description = "More variables of the application."
  type        = map(string)
  default     = {}
}

variable "secrets" {
  description = "Variables that come from secrets that exist: POS_PIN_ADMIN = \"pos-pin-admin\". Their values do not pass through Terraform, whose state would keep them."
  type        = map(string)
  default     = {}
}
