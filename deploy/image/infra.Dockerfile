# syntax=docker/dockerfile:1
# A shell with the tools that deploy/ asks for: `docker compose run --rm infra`.
FROM hashicorp/terraform:1.14@sha256:880e7eeb8da8be56de88fbcd2576b5776f140a829c60e22154c2e43d67564c4e AS terraform
FROM docker:28.5.1-cli@sha256:9190b0613792e658a7783cf14b2d5ace5941bb68ede7276922ea36ee457d76ad AS docker
FROM minio/mc:RELEASE.2025-08-13T08-35-41Z@sha256:a7fe349ef4bd8521fb8497f55c6042871b2ae640607cf99d9bede5e9bdf11727 AS mc

FROM gcr.io/google.com/cloudsdktool/google-cloud-cli:562.0.0-slim@sha256:0da2de42ae51cd6092b5caf7c96d25003659fd15548760eb4c50c2623e7bf9c2
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
