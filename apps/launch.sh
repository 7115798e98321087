# Sourced by the applications' run scripts, with app (its folder), name (its module) and main (its class)
# set: builds what is missing or older than the sources, and becomes the program.
root=$(CDPATH='' cd -- "$app/../.." && pwd)
. "$root/.mvn/jdk25.sh"
java=$JAVA_HOME/bin/java
target=$app/target
built=$target/.built
archive=$target/$name.jsa
class_path="$target/seseragi-$name.jar:$target/lib/*"

# Serial: other collectors cost memory and threads. With C2, unlike the seseragi command: it answers twice as
# many requests a second (docs/users-api.md).
common='-XX:+UseSerialGC --enable-native-access=ALL-UNNAMED'
options='-Xss512k -Xms24m -Xmx96m -XX:ReservedCodeCacheSize=48m'

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
  "$root/mvnw" -q -f "$root/pom.xml" -pl "apps/$name" -am package -Dmaven.test.skip=true -Dspotless.check.skip=true \
    -Djacoco.skip=true >&2 || {
    echo "$name: the build failed; see above" >&2
    exit 1
  }
  train
  mv "$built.next" "$built"
  exec 9>&-
}

# An archive of loaded classes halves the start. The JVM compares size and time of every jar with what an
# archive was made from and does without it where they differ (unlike its AOT cache, which it trusts).
# The program trains itself: it starts, restores, asks itself a few requests, and ends.
train() {
  work=$(mktemp -d) || return 0
  rm -f "$archive"
  # shellcheck disable=SC2086
  (cd "$work" && "$java" $common $options -Xlog:disable "-XX:ArchiveClassesAtExit=$archive" -cp "$class_path" \
    "$main" train "$work") >/dev/null 2>&1 || true
  rm -rf "$work"
}

is_current || build

if [ -f "$archive" ]; then
  set -- "-XX:SharedArchiveFile=$archive" -Xlog:cds=off -Xlog:cds+dynamic=off -cp "$class_path" "$main" "$@"
else
  set -- -cp "$class_path" "$main" "$@"
fi

# Without a locale, as in most containers, Java cannot name files with letters beyond ASCII.
[ -n "${LC_ALL-}${LC_CTYPE-}${LANG-}" ] || export LC_CTYPE=C.UTF-8

# shellcheck disable=SC2086
exec "$java" $common $options ${SESERAGI_JAVA_OPTIONS-} "$@"
