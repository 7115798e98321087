# shellcheck shell=bash disable=SC2154
# Sourced by deploy.sh, which sets program, account and project: asking gcloud, creating what is missing, and errors
# that say what to do. "It is not there" and "could not look" are never confused.

# New accounts are known everywhere after some seconds only.
grant_tries=6
grant_pause_seconds=${GRANT_PAUSE_SECONDS:-5}

say() {
  printf '%-10s %s\n' "$1" "$2"
}

# fail WHAT NEXT: ends with what is wrong, and what to do about it.
fail() {
  printf 'Error: %s\n  Next: %s\n' "$1" "$2" >&2
  exit 1
}

# explain COMMAND OUTPUT: ends with gcloud's own words, and what they mean here.
explain() {
  local next
  case $2 in
  *"active account"* | *Reauthentication* | *invalid_grant*)
    next='gcloud auth login' ;;
  *[Bb]illing*)
    next="link a billing account: https://console.cloud.google.com/billing/linkedaccount?project=$project" ;;
  *SERVICE_DISABLED* | *"has not been used in project"* | *"API is disabled"*)
    next="$program setup, which enables the APIs; a minute later they answer" ;;
  *constraints/* | *"organization policy"* | *"Organization Policy"*)
    next='an organization policy forbids it: ask who administers it, or use another project' ;;
  *PERMISSION_DENIED* | *"does not have"* | *"HTTPError 403"*)
    next="$account may not do that in project $project: ask its owner (roles/owner; or roles/run.admin, storage.admin, artifactregistry.admin, cloudbuild.builds.editor, cloudscheduler.admin, secretmanager.admin, iam.serviceAccountAdmin, iam.serviceAccountUser, serviceusage.serviceUsageAdmin and resourcemanager.projectIamAdmin)" ;;
  *)
    next='repeat the command when that is mended: what is done already stays as it is' ;;
  esac
  fail "$1: $2" "$next"
}

# call COMMAND…: changes something.
call() {
  local output
  output=$(gcloud "$@" --project="$project" --quiet </dev/null 2>&1) || explain "gcloud $1 $2 $3" "$output"
}

# ask FORMAT COMMAND…: prints what is looked up.
ask() {
  local format=$1 output
  shift
  output=$(gcloud "$@" --project="$project" --format="$format" --quiet </dev/null 2>&1) ||
    explain "gcloud $1 $2 $3" "$output"
  printf '%s\n' "$output"
}

# tell WHAT FORMAT COMMAND…: says what is looked up.
tell() {
  local found
  found=$(ask "${@:2}")
  say "$1" "$found"
}

# is_there COMMAND…: whether a description can be had.
is_there() {
  local output
  if output=$(gcloud "$@" --project="$project" --format='value(name)' --quiet </dev/null 2>&1); then
    return 0
  fi
  case $output in
  *PERMISSION_DENIED* | *SERVICE_DISABLED* | *"HTTPError 403"*) ;;
  *NOT_FOUND* | *"not found"* | *"Cannot find"*) return 1 ;;
  esac
  explain "gcloud $1 $2 $3" "$output"
}

# split WORD… -- WORD…: into the arrays before and behind of who calls.
split() {
  before=()
  while [ "$1" != -- ]; do
    before+=("$1")
    shift
  done
  behind=("${@:2}")
}

# ensure WHAT DESCRIBE… -- CREATE…
ensure() {
  local before behind
  split "${@:2}"
  if is_there "${before[@]}"; then
    say 'there is' "$1"
  else
    call "${behind[@]}"
    say created "$1"
  fi
}

# remove WHAT DESCRIBE… -- DELETE…
remove() {
  local before behind
  split "${@:2}"
  if is_there "${before[@]}"; then
    call "${behind[@]}"
    say removed "$1"
  fi
}

# grant ROLE SERVICE_ACCOUNT COMMAND-GROUP… -- RESOURCE [FLAG…]
grant() {
  local role=$1 member=serviceAccount:$2 before behind granted try output
  split "${@:3}"
  granted=$(ask 'value[separator=" "](bindings.role,bindings.members)' "${before[@]}" get-iam-policy "${behind[@]}" --flatten='bindings[].members') || exit 1
  case "
$granted
" in
  *"
$role $member
"*) return ;;
  esac
  for ((try = 1; ; try++)); do
    if output=$(gcloud "${before[@]}" add-iam-policy-binding "${behind[@]}" --member="$member" --role="$role" \
      --project="$project" --quiet </dev/null 2>&1); then
      say granted "$role on ${behind[0]} to ${member#serviceAccount:}"
      return
    fi
    case $output in
    *"does not exist"*) [ "$try" -lt "$grant_tries" ] || explain "grant $role" "$output" ;;
    *) explain "grant $role on ${behind[0]}" "$output" ;;
    esac
    sleep "$grant_pause_seconds"
  done
}

# confirm QUESTION WORD: goes on only if WORD is typed.
confirm() {
  local answer
  printf '%s\nType %s to go on: ' "$1" "$2"
  read -r answer || answer=
  [ "$answer" = "$2" ] || fail "nothing was removed: expected \"$2\", found \"$answer\"" 'repeat the command'
}
