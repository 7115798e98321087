# Sourced by seseragi and by the applications' run scripts, with root and these set: name (in messages),
# module (its folder), parts (the folders that it is made of, itself among them), and a function train that
# makes what speeds up the start. Sets java, target and launcher_environment; builds what is missing or
# older than its sources.
. "$root/.mvn/jdk25.sh"
java=$JAVA_HOME/bin/java
target=$root/$module/target
built=$target/.built
build_options=

is_current() {
  [ -f "$built" ] || return 1
  set -- "$root/pom.xml"
  for part in $parts; do
    set -- "$@" "$root/$part/pom.xml" "$root/$part/src/main"
  done
  [ -z "$(find "$@" -newer "$built" -print 2>/dev/null | head -n 1)" ]
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
  # shellcheck disable=SC2086
  "$root/mvnw" -q -f "$root/pom.xml" -pl "$module" -am package -Dmaven.test.skip=true -Dspotless.check.skip=true \
    -Djacoco.skip=true $build_options >&2 || {
    echo "$name: the build failed; see above" >&2
    exit 1
  }
  train
  mv "$built.next" "$built"
  exec 9>&-
}

# Puts the jars of the build into one: a start opens every jar of its class path (OneJar.java).
merge_jars() {
  rm -f "$1"
  "$java" -XX:+UseSerialGC -cp "$target/lib/*" dev.seseragi.training.OneJar "$1" "$target/seseragi-${module##*/}.jar" "$target"/lib/*.jar >&2 ||
    echo "$name: starts will be slower; see above" >&2
}

# What is set for the JVM alone; launcher_environment names it.
set_environment() {
  launcher_environment=
  # Without a locale, as in most containers, Java cannot name files with letters beyond ASCII.
  if [ -z "${LC_ALL-}${LC_CTYPE-}${LANG-}" ]; then
    export LC_CTYPE=C.UTF-8
    launcher_environment=LC_CTYPE
  fi
  # glibc would give each thread an arena of its own: 40 MB more beside 100 databases.
  if [ -z "${MALLOC_ARENA_MAX-}" ]; then
    export MALLOC_ARENA_MAX=2
    launcher_environment=$launcher_environment,MALLOC_ARENA_MAX
  fi
}

# The JVM trusts an AOT cache blindly; these are the jars that it was made from, with sizes and times: those
# that are named, or all.
jars() {
  [ $# -gt 0 ] || set -- "$target"/*.jar "$target/lib"
  ls -ln --time-style=full-iso "$@" 2>/dev/null
}

# To be called once an AOT cache was made: note_jars CACHE [JAR …].
note_jars() (
  cache=$1
  shift
  [ ! -f "$cache" ] || jars "$@" >"$cache.jars"
)

# Whether an AOT cache is there and of the present jars: is_usable CACHE [JAR …].
is_usable() (
  cache=$1
  shift
  [ -f "$cache" ] && [ "$(jars "$@")" = "$(cat "$cache.jars" 2>/dev/null)" ]
)
