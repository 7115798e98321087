# Sourced by the applications' run scripts, with app (its folder), name (its module) and main (its class)
# set: builds what is missing or older than the sources, and becomes the program.
root=$(CDPATH='' cd -- "$app/../.." && pwd)
module=apps/$name
parts="ltx store store-s3 store-gcs store-azure store-sftp engine jdbc gate training apps/common $module"
. "$root/.mvn/launcher.sh"
cache=$target/$name.aot
program=$target/$name.jar

# Serial: other collectors cost memory and threads. With C2, unlike the seseragi command: it answers twice as
# many requests a second (docs/users-api.md).
common='-XX:+UseSerialGC --enable-native-access=ALL-UNNAMED'
options='-Xss512k -Xms24m -Xmx96m -XX:ReservedCodeCacheSize=48m -XX:-UsePerfData'
platform=$(uname -s)/$(uname -m)
library=$target/native/org/sqlite/native/$platform

# Loaded and linked classes: a start takes a third of the CPU that it takes without. The program trains itself: it
# starts, answers, ends, restores, answers. Profiles of that are left out: C2 would compile by them from the first
# moment on, a start would take a sixth more CPU, and the first seconds of requests would be slower and not quicker.
# SQLite's library lies beside the jar because unpacking it at each start costs 0.1 s, and so does its driver's look
# for older ones in a temporary folder where much lies.
train() {
  rm -f "$cache" "$cache.jars"
  merge_jars "$program"
  work=$(mktemp -d) || return 0
  (cd "$target" && rm -rf native && mkdir native && cd native && "$JAVA_HOME/bin/jar" xf "$target"/lib/sqlite-jdbc-*.jar \
    "org/sqlite/native/$platform/libsqlitejdbc.so") || true
  # shellcheck disable=SC2086
  "$java" $common $options "-Dorg.sqlite.lib.path=$library" "-Dorg.sqlite.tmpdir=$target/native" "-XX:AOTCacheOutput=$cache" -Xlog:disable \
    -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining -XX:-AOTReplayTraining -cp "$program" "$main" train "$work" >/dev/null 2>&1 || true
  note_jars "$cache" "$program"
  rm -rf "$work"
}

is_current || build

[ -f "$program" ] || program="$target/seseragi-$name.jar:$target/lib/*"
set -- -cp "$program" "$main" "$@"
if is_usable "$cache" "$program"; then
  set -- "-XX:AOTCache=$cache" -Xlog:aot=off -Xlog:cds=off "$@"
fi
[ ! -f "$library/libsqlitejdbc.so" ] || set -- "-Dorg.sqlite.lib.path=$library" "-Dorg.sqlite.tmpdir=$target/native" "$@"
set_environment

# shellcheck disable=SC2086
exec "$java" $common $options ${SESERAGI_JAVA_OPTIONS-} "$@"
