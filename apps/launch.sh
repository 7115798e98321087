# Sourced by the applications' run scripts, with app (its folder), name (its module) and main (its class)
# set: builds what is missing or older than the sources, and becomes the program.
root=$(CDPATH='' cd -- "$app/../.." && pwd)
. "$root/.mvn/jdk25.sh"
java=$JAVA_HOME/bin/java
target=$app/target
built=$target/.built
cache=$target/$name.aot
class_path="$target/seseragi-$name.jar:$target/lib/*"

# Serial: other collectors cost memory and threads. With C2, unlike the seseragi command: it answers twice as
# many requests a second (docs/users-api.md).
common='-XX:+UseSerialGC --enable-native-access=ALL-UNNAMED'
options='-Xss512k -Xms24m -Xmx96m -XX:ReservedCodeCacheSize=48m -XX:-UsePerfData'
platform=$(uname -s)/$(uname -m)
native=-Dorg.sqlite.lib.path=$target/native/org/sqlite/native/$platform

is_current() {
  [ -f "$built" ] &&
    [ -z "$(find "$root/pom.xml" "$root"/ltx/pom.xml "$root"/store*/pom.xml "$root"/engine/pom.xml "$root"/jdbc/pom.xml \
      "$root"/apps/common/pom.xml "$app/pom.xml" "$root"/ltx/src/main "$root"/store*/src/main "$root"/engine/src/main \
      "$root"/jdbc/src/main "$root"/apps/common/src/main "$app/src/main" -newer "$built" -print 2>/dev/null | head -n 1)" ]
}

build() {
  mkdir -p "$target"
  if command -v flock >/dev/null; then
    exec 9>"$target/.lock"
    flock 9
    is_current && { exec 9>&-; return; }
  fi
  echo "$name: building (once; half a minute) …" >&2
  touch "$built.next"
  # A library whose version changed would stay beside its successor.
  rm -rf "$target/lib"
  "$root/mvnw" -q -f "$root/pom.xml" -pl "apps/$name" -am package -Dmaven.test.skip=true -Dspotless.check.skip=true \
    -Djacoco.skip=true >&2 || {
    echo "$name: the build failed; see above" >&2
    exit 1
  }
  train
  mv "$built.next" "$built"
  exec 9>&-
}

# Loaded and linked classes, with profiles of what ran: a start takes a third less CPU than with a class archive,
# and half of what it takes without. The JVM trusts this cache blindly, so the launcher compares the jars' sizes
# and times with those it was made from. The program trains itself: it starts, answers, ends, restores, answers.
# SQLite's library lies beside the jars because unpacking it at each start costs 0.1 s.
train() {
  work=$(mktemp -d) || return 0
  rm -f "$cache" "$cache.jars"
  (cd "$target" && rm -rf native && mkdir native && cd native && "$JAVA_HOME/bin/jar" xf "$target"/lib/sqlite-jdbc-*.jar \
    "org/sqlite/native/$platform/libsqlitejdbc.so") || true
  # shellcheck disable=SC2086
  "$java" $common $options "$native" "-XX:AOTCacheOutput=$cache" -Xlog:disable -cp "$class_path" "$main" train "$work" \
    >/dev/null 2>&1 || true
  [ ! -f "$cache" ] || jars >"$cache.jars"
  rm -rf "$work"
}

jars() {
  ls -ln --time-style=full-iso "$target"/*.jar "$target"/lib 2>/dev/null
}

is_current || build

set -- -cp "$class_path" "$main" "$@"
if [ -f "$cache" ] && [ "$(jars)" = "$(cat "$cache.jars" 2>/dev/null)" ]; then
  set -- "-XX:AOTCache=$cache" -Xlog:aot=off -Xlog:cds=off "$@"
fi
[ ! -f "$target/native/org/sqlite/native/$platform/libsqlitejdbc.so" ] || set -- "$native" "$@"

# More arenas than cores cost memory and gain nothing here.
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX-2}"

# Without a locale, as in most containers, Java cannot name files with letters beyond ASCII.
[ -n "${LC_ALL-}${LC_CTYPE-}${LANG-}" ] || export LC_CTYPE=C.UTF-8

# shellcheck disable=SC2086
exec "$java" $common $options ${SESERAGI_JAVA_OPTIONS-} "$@"
