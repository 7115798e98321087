# syntax=docker/dockerfile:1
# A shell with the tools that deploy/ asks for: `docker compose run --rm infra`.
# Pinned by tags: no registry could be asked for digests where this was written.
FROM hashicorp/terraform:1.13.4 AS terraform
FROM docker:28.5.1-cli AS docker
FROM minio/mc:RELEASE.2025-08-13T08-35-41Z@sha256:a7fe349ef4bd8521fb8497f55c6042871b2ae640607cf99d9bede5e9bdf11727 AS mc

FROM gcr.io/google.com/cloudsdktool/google-cloud-cli:546.0.0-slim
COPY --from=terraform /bin/terraform /usr/local/bin/terraform
COPY --from=docker /usr/local/bin/docker /usr/local/bin/docker
COPY --from=docker /usr/local/libexec/docker/cli-plugins/docker-buildx /usr/local/libexec/docker/cli-plugins/docker-buildx
COPY --from=mc /usr/bin/mc /usr/local/bin/mc
# The owner of the files in /workspace, so that what is made there is not root's.
ARG USER_ID=1000
ARG GROUP_ID=1000
RUN groupadd --non-unique --gid "$GROUP_ID" dev \
  && useradd --non-unique --create-home --uid "$USER_ID" --gid "$GROUP_ID" --shell /bin/bash dev
WORKDIR /workspace
USER $USER_ID:$GROUP_ID
CMD ["bash"]
LABEL org.opencontainers.image.title="seseragi-infra" \
  org.opencontainers.image.description="gcloud, terraform, docker and mc for deploy/" \
  org.opencontainers.image.licenses="Apache-2.0"
