#!/usr/bin/env bash
# Runs an application on Cloud Run whose database lives in a bucket. docs/deploy/cloud-run.md is its page.
# Each command may be repeated: what is there already stays as it is.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
program=deploy/cloudrun/deploy.sh
# shellcheck source=deploy/cloudrun/lib.sh
. "$here/lib.sh"

usage() {
  cat <<'END'
deploy/cloudrun/deploy.sh COMMAND APPLICATION [FLAG]      APPLICATION: users-api or pos

  setup      bucket, image repository, accounts and their roles, secrets
  build      builds the images of this checkout with Cloud Build, and pushes them
  deploy     the service, and the nightly job that deletes what is no longer promised; --again: a new revision
             even if nothing changed (new PINs are read then)
  status     what runs, and what the bucket has
  verify     restores the replica in a job, checks it, and says so
  teardown   removes all but the bucket; --with-bucket removes that, too. Asks before

  GOOGLE_CLOUD_PROJECT   the project; else gcloud's
  REGION                 where all of it is; else gcloud's run/region
  SESERAGI_REPLICA_URL   gs://BUCKET/PREFIX; else LITESTREAM_BUCKET, else a bucket named PROJECT-SERVICE
  SERVICE                the service's name; else the application's
  PUBLIC=yes             everybody may call it; else who has roles/run.invoker
  MIN_INSTANCES, CPU, MEMORY, CONCURRENCY     0, 1, 512Mi, 500
  SESERAGI_MODE=async    with CPU that is always allocated, and a second at most of loss; else durable
  ENV_VARS               more variables of the application: NAME=VALUE,NAME=VALUE
  IMAGE_TAG              the images' tag; else the commit
  POS_PIN_ADMIN, POS_PIN_RECEPTION, POS_PIN_KITCHEN    read once, by setup; POS_WITHOUT_PINS=yes: everything is open
END
}

apis='run cloudbuild artifactregistry storage iam cloudscheduler secretmanager'

settings() {
  command -v gcloud >/dev/null ||
    fail 'there is no gcloud here' 'install the Google Cloud CLI: https://cloud.google.com/sdk/docs/install'
  account=$(gcloud auth list --filter=status:ACTIVE --format='value(account)' 2>/dev/null)
  [ -n "$account" ] || fail 'nobody is logged in' 'gcloud auth login'
  project=${GOOGLE_CLOUD_PROJECT:-$(gcloud config get-value project 2>/dev/null)}
  [ -n "$project" ] || fail 'no project is chosen' 'gcloud projects list, then export GOOGLE_CLOUD_PROJECT=…'
  region=${REGION:-$(gcloud config get-value run/region 2>/dev/null)}
  [ -n "$region" ] ||
    fail 'no region is chosen' 'export REGION=…, near those who use it: a bucket never moves (gcloud run regions list)'
  service=${SERVICE:-$app}
  [[ $service =~ ^[a-z][-a-z0-9]{1,20}[a-z0-9]$ ]] ||
    fail "SERVICE: expected 3 to 22 small letters, digits and hyphens, found \"$service\"" 'choose another name'
  replica=${SESERAGI_REPLICA_URL:-gs://${LITESTREAM_BUCKET:-$project-$service}/$service}
  [[ $replica =~ ^gs://[a-z0-9][-_.a-z0-9]+/[^/,]+ ]] ||
    fail "SESERAGI_REPLICA_URL: expected gs://BUCKET/PREFIX, found \"$replica\"" 'name the bucket and where in it the replica lies'
  bucket=${replica#gs://}
  bucket=${bucket%%/*}
  run_account=$service-run@$project.iam.gserviceaccount.com
  retain_account=$service-retain@$project.iam.gserviceaccount.com
  build_account=$service-build@$project.iam.gserviceaccount.com
  sources=$bucket-source
  images=$region-docker.pkg.dev/$project/$service
}

# The images are named by what they were built from.
tag() {
  if [ -n "${IMAGE_TAG-}" ]; then
    printf '%s' "$IMAGE_TAG"
  else
    git -C "$root" describe --always --dirty --abbrev=12 --exclude='*' 2>/dev/null ||
      fail 'this is no git checkout, so the images have no name' 'export IMAGE_TAG=…'
  fi
}

setup() {
  enable_apis
  create_bucket
  ensure "image repository $service" artifacts repositories describe "$service" --location="$region" \
    -- artifacts repositories create "$service" --location="$region" --repository-format=docker
  create_run_account
  create_retain_account
  create_build_account
  [ "$app" != pos ] || create_secrets
}

enable_apis() {
  local enabled name missing=()
  enabled=$(ask 'value(config.name)' services list --enabled)
  for name in $apis; do
    case $enabled in
    *"$name.googleapis.com"*) ;;
    *) missing+=("$name.googleapis.com") ;;
    esac
  done
  if [ ${#missing[@]} -gt 0 ]; then
    call services enable "${missing[@]}"
    say enabled "${missing[*]}"
  fi
}

# No rule may delete by age: an idle database's only copy may be old. Only what nobody will ever finish goes.
create_bucket() {
  local found rules
  ensure "bucket gs://$bucket" storage buckets describe "gs://$bucket" \
    -- storage buckets create "gs://$bucket" --location="$region" --default-storage-class=STANDARD \
    --uniform-bucket-level-access --public-access-prevention --soft-delete-duration=7d
  found=$(ask 'value[separator=" "](uniform_bucket_level_access,public_access_prevention)' storage buckets describe "gs://$bucket")
  [ "$found" = 'True enforced' ] ||
    fail "bucket gs://$bucket is not closed to the public (uniform access, public access prevention: $found)" \
      "gcloud storage buckets update gs://$bucket --uniform-bucket-level-access --public-access-prevention"
  rules=$(ask 'value(lifecycle_config.rule[].action.type)' storage buckets describe "gs://$bucket")
  case $rules in
  *Delete*)
    fail "a lifecycle rule of gs://$bucket deletes objects: an idle database's only copy may be old" \
      "gcloud storage buckets update gs://$bucket --lifecycle-file=deploy/cloudrun/lifecycle.json" ;;
  *AbortIncompleteMultipartUpload*) ;;
  *)
    call storage buckets update "gs://$bucket" --lifecycle-file="$here/lifecycle.json"
    say set "lifecycle of gs://$bucket: unfinished uploads go after 7 days" ;;
  esac
}

# May create, read and list; neither delete nor write over anything.
create_run_account() {
  ensure "account $run_account" iam service-accounts describe "$run_account" \
    -- iam service-accounts create "$service-run" --display-name="$service: runs"
  grant roles/storage.objectViewer "$run_account" storage buckets -- "gs://$bucket"
  grant roles/storage.objectCreator "$run_account" storage buckets -- "gs://$bucket"
}

# May delete, and runs nothing that anybody can reach.
create_retain_account() {
  ensure "account $retain_account" iam service-accounts describe "$retain_account" \
    -- iam service-accounts create "$service-retain" --display-name="$service: deletes what is no longer promised"
  grant roles/storage.objectUser "$retain_account" storage buckets -- "gs://$bucket"
}

# Cloud Build's usual role may delete in every bucket of the project; this one reads its sources alone.
create_build_account() {
  ensure "bucket gs://$sources" storage buckets describe "gs://$sources" \
    -- storage buckets create "gs://$sources" --location="$region" \
    --uniform-bucket-level-access --public-access-prevention --soft-delete-duration=0 \
    --lifecycle-file="$here/source-lifecycle.json"
  ensure "account $build_account" iam service-accounts describe "$build_account" \
    -- iam service-accounts create "$service-build" --display-name="$service: builds its images"
  grant roles/storage.objectViewer "$build_account" storage buckets -- "gs://$sources"
  grant roles/artifactregistry.writer "$build_account" artifacts repositories -- "$service" --location="$region"
  grant roles/logging.logWriter "$build_account" projects -- "$project"
}

secret_names='POS_PIN_ADMIN POS_PIN_RECEPTION POS_PIN_KITCHEN POS_SESSION_SECRET'

# pos-pin-admin for POS_PIN_ADMIN
secret_of() {
  printf '%s-%s' "$service" "$(printf '%s' "${1#POS_}" | tr '[:upper:]_' '[:lower:]-')"
}

create_secrets() {
  local name value secret
  for name in $secret_names; do
    secret=$(secret_of "$name")
    if is_there secrets describe "$secret"; then
      say 'there is' "secret $secret"
    else
      value=${!name-}
      [ "$name" != POS_SESSION_SECRET ] || value=${value:-$(head -c 32 /dev/urandom | base64)}
      if [ -z "$value" ] && [ "$name" = POS_PIN_ADMIN ] && [ "${POS_WITHOUT_PINS-}" != yes ]; then
        fail 'POS_PIN_ADMIN is not set, so everybody could change prices' \
          'export POS_PIN_ADMIN=…, 4 to 12 digits; or POS_WITHOUT_PINS=yes'
      fi
      [ -n "$value" ] || continue
      create_secret "$secret" "$value"
    fi
    grant roles/secretmanager.secretAccessor "$run_account" secrets -- "$secret"
  done
}

# By standard input: an argument could be seen in the list of processes.
create_secret() {
  local output
  output=$(printf '%s' "$2" | gcloud secrets create "$1" --data-file=- --replication-policy=user-managed \
    --locations="$region" --project="$project" --quiet 2>&1) || explain "gcloud secrets create" "$output"
  say created "secret $1"
}

build() {
  local tag
  tag=$(tag)
  case $tag in
  *-dirty) ;;
  *)
    if is_there artifacts docker images describe "$images/$app:$tag" && is_there artifacts docker images describe "$images/seseragi:$tag"; then
      say 'there is' "$images/$app:$tag"
      return
    fi ;;
  esac
  say building "$images/$app:$tag (some minutes)"
  gcloud builds submit "$root" --config="$here/cloudbuild.yaml" --region="$region" \
    --substitutions="_TARGET=$app,_IMAGE=$images/$app:$tag,_COMMIT=$tag,_COMMAND_IMAGE=$images/seseragi:$tag" \
    --service-account="projects/$project/serviceAccounts/$build_account" \
    --gcs-source-staging-dir="gs://$sources/source" --project="$project" --quiet ||
    fail 'the build failed; see above' "$program setup, if it complains of roles; else mend it and repeat"
}

# apply WHAT services|jobs NAME COMMAND…: deploys what is not deployed in just this way.
apply() {
  local what=$1 kind=$2 name=$3 sum deployed=
  shift 3
  sum=$(printf '%s\n' "$@" | cksum | tr ' ' -)
  if is_there run "$kind" describe "$name" --region="$region"; then
    deployed=$(ask 'value(metadata.labels.seseragi-deploy)' run "$kind" describe "$name" --region="$region")
  fi
  if [ "$deployed" = "$sum" ] && [ "$flag" != --again ]; then
    say unchanged "$what"
  else
    call "$@" --labels="seseragi-deploy=$sum"
    say deployed "$what"
  fi
}

deploy() {
  local tag
  tag=$(tag)
  for image in "$app" seseragi; do
    is_there artifacts docker images describe "$images/$image:$tag" ||
      fail "there is no image $images/$image:$tag" "$program build $app"
  done
  deploy_retention "$tag"
  deploy_service "$tag"
  tell url 'value(status.url)' run services describe "$service" --region="$region"
}

deploy_retention() {
  local job=$service-retain
  apply "job $job" jobs "$job" run jobs deploy "$job" --region="$region" --image="$images/seseragi:$1" \
    --service-account="$retain_account" --args="retain,$replica" --max-retries=1 --task-timeout=1h --memory=512Mi
  grant roles/run.invoker "$retain_account" run jobs -- "$job" --region="$region"
  ensure "schedule $job, each night at 03:17 UTC" scheduler jobs describe "$job" --location="$region" \
    -- scheduler jobs create http "$job" --location="$region" --schedule='17 3 * * *' --time-zone=Etc/UTC \
    --uri="https://run.googleapis.com/v2/projects/$project/locations/$region/jobs/$job:run" --http-method=POST \
    --oauth-service-account-email="$retain_account"
}

deploy_service() {
  local variables="SESERAGI_REPLICA_URL=$replica,SESERAGI_MODE=${SESERAGI_MODE:-durable}${ENV_VARS:+,$ENV_VARS}"
  local options=(--set-env-vars="$variables") mounted
  # What ships in the background needs CPU between requests; what is in the store when it is answered does not.
  if [ "${SESERAGI_MODE:-durable}" = async ]; then
    options+=(--no-cpu-throttling)
  else
    options+=(--cpu-throttling)
  fi
  if [ "${PUBLIC-}" = yes ]; then
    options+=(--allow-unauthenticated)
  else
    options+=(--no-allow-unauthenticated)
  fi
  # Streams of events last as long as Cloud Run allows; nothing else here takes a minute.
  if [ "$app" = pos ]; then
    options+=(--timeout=3600)
    mounted=$(mounted_secrets)
    [ -z "$mounted" ] || options+=(--set-secrets="$mounted")
  else
    options+=(--timeout=60)
  fi
  apply "service $service" services "$service" run deploy "$service" --region="$region" --image="$images/$app:$1" \
    --service-account="$run_account" --execution-environment=gen2 --port=8080 \
    --max-instances=1 --min-instances="${MIN_INSTANCES:-0}" --concurrency="${CONCURRENCY:-500}" \
    --cpu="${CPU:-1}" --memory="${MEMORY:-512Mi}" --cpu-boost \
    --startup-probe=httpGet.path=/readyz,httpGet.port=8080,periodSeconds=1,timeoutSeconds=1,failureThreshold=240 \
    --liveness-probe=httpGet.path=/healthz,httpGet.port=8080,periodSeconds=10,timeoutSeconds=5,failureThreshold=6 \
    "${options[@]}"
}

mounted_secrets() {
  local name secret list=
  for name in $secret_names; do
    secret=$(secret_of "$name")
    if is_there secrets describe "$secret"; then
      list=$list,$name=$secret:latest
    fi
  done
  printf '%s' "${list#,}"
}

status() {
  is_there run services describe "$service" --region="$region" ||
    fail "there is no service $service in $region" "$program deploy $app"
  tell url 'value(status.url)' run services describe "$service" --region="$region"
  tell revision 'value(status.latestReadyRevisionName)' run services describe "$service" --region="$region"
  tell image 'value(spec.template.spec.containers[0].image)' run services describe "$service" --region="$region"
  say replica "$replica"
  tell snapshots 'value(size,creation_time)' storage objects list "$replica/ltx/9/*" --sort-by=~creation_time --limit=2
  tell newest 'value(name,creation_time)' storage objects list "$replica/ltx/0/*" --sort-by=~creation_time --limit=1
  tell retained 'value(completionTime,status.conditions[0].type,status.conditions[0].status)' run jobs executions list --job="$service-retain" --region="$region" --limit=1
}

# By the retention job with other arguments: it has the command, and an account that may read.
verify() {
  gcloud run jobs execute "$service-retain" --region="$region" --args="verify,$replica" --wait --project="$project" --quiet ||
    fail "the replica was not verified; see above" "gcloud logging read 'resource.labels.job_name=$service-retain' --limit=20 --project=$project"
  say verified "$replica"
}

teardown() {
  confirm "This removes service $service in project $project with its job, images, accounts and secrets.
The bucket gs://$bucket stays$([ "$flag" != --with-bucket ] || printf ' for now: it is asked for at the end')." "$service"
  remove "service $service" run services describe "$service" --region="$region" -- run services delete "$service" --region="$region"
  remove "schedule $service-retain" scheduler jobs describe "$service-retain" --location="$region" \
    -- scheduler jobs delete "$service-retain" --location="$region"
  remove "job $service-retain" run jobs describe "$service-retain" --region="$region" -- run jobs delete "$service-retain" --region="$region"
  local name secret address
  for name in $secret_names; do
    [ "$app" = pos ] || break
    secret=$(secret_of "$name")
    remove "secret $secret" secrets describe "$secret" -- secrets delete "$secret"
  done
  remove "image repository $service" artifacts repositories describe "$service" --location="$region" \
    -- artifacts repositories delete "$service" --location="$region"
  remove "bucket gs://$sources" storage buckets describe "gs://$sources" -- storage rm --recursive "gs://$sources"
  for address in "$run_account" "$retain_account" "$build_account"; do
    remove "account $address" iam service-accounts describe "$address" -- iam service-accounts delete "$address"
  done
  if [ "$flag" = --with-bucket ]; then
    confirm "This removes gs://$bucket and every replica in it: all copies of the database." "$bucket"
    remove "bucket gs://$bucket" storage buckets describe "gs://$bucket" -- storage rm --recursive "gs://$bucket"
  else
    say kept "gs://$bucket, with the replica $replica"
  fi
}

command=${1-} app=${2-} flag=${3-}
case $command in
setup | build | deploy | status | verify | teardown) ;;
'' | help | -h | --help)
  usage
  exit
  ;;
*) fail "unknown command \"$command\"" "$program help" ;;
esac
case $app in
users-api | pos) ;;
*) fail "expected users-api or pos, found \"$app\"" "$program $command users-api" ;;
esac
case $command$flag in
"$command" | deploy--again | teardown--with-bucket) ;;
*) fail "$command knows no \"$flag\"" "$program help" ;;
esac
settings
"$command"
