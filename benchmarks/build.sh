# Sourced by bench, demo and interop, with root set: builds the seseragi command and the benchmarks where
# they are missing or older than the sources, and sets JAVA_HOME and bench_class_path.
. "$root/.mvn/jdk25.sh"
bench_built=$root/benchmarks/target/.built
bench_class_path="$root/benchmarks/target/seseragi-benchmarks.jar:$root/benchmarks/target/lib/*"

bench_is_current() {
  [ -f "$bench_built" ] &&
    [ -z "$(find "$root/pom.xml" "$root"/*/pom.xml "$root"/*/src/main -newer "$bench_built" -print 2>/dev/null |
      head -n 1)" ]
}

# Shows the modules as they are built, and a dot every two seconds.
bench_build() {
  mkdir -p "$root/benchmarks/target"
  # A library whose version changed would stay beside its successor.
  rm -rf "$root/benchmarks/target/lib"
  log=$root/benchmarks/target/build.log
  touch "$bench_built.next"
  printf 'Building Seseragi (once, one to two minutes)' >&2
  "$root/mvnw" -B -f "$root/pom.xml" -pl benchmarks -am package -Dmaven.test.skip=true \
    -Dspotless.check.skip=true -Djacoco.skip=true >"$log" 2>&1 &
  build=$!
  shown=
  while kill -0 "$build" 2>/dev/null; do
    module=$(sed -n 's/^\[INFO\] Building Seseragi \([a-z]*\) .*/\1/p' "$log" | tail -n 1)
    [ "$module" = "$shown" ] || printf ' %s' "$module" >&2
    shown=$module
    printf . >&2
    sleep 2
  done
  echo >&2
  wait "$build" || {
    grep -E 'WARNING|ERROR' "$log" | head -n 40 >&2
    echo "the build failed; its whole output is in $log" >&2
    exit 1
  }
  mv "$bench_built.next" "$bench_built"
  # The command's jar was made again, and its class archives are of the old one: the launcher makes both.
  rm -f "$root/cli/target/.built"
}

bench_is_current || bench_build
# The launcher looks after its own build; here, where nothing is measured yet.
"$root/seseragi" version >/dev/null
