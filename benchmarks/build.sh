# Sourced by bench, demo and interop, with root set: builds the seseragi command and the benchmarks where
# they are missing or older than the sources, and sets JAVA_HOME and bench_class_path.
. "$root/.mvn/jdk25.sh"
bench_built=$root/benchmarks/target/.built
bench_class_path="$root/benchmarks/target/classes:$root/benchmarks/target/lib/*"

bench_is_current() {
  [ -f "$bench_built" ] &&
    [ -z "$(find "$root/pom.xml" "$root"/ltx "$root"/store "$root"/testkit "$root"/engine "$root"/cli \
      "$root"/benchmarks -name target -prune -o -path '*/src/test' -prune -o -type f -newer "$bench_built" \
      -print 2>/dev/null | head -n 1)" ]
}

bench_build() {
  echo "building Seseragi and its benchmarks (once, one to two minutes) …" >&2
  mkdir -p "$root/benchmarks/target"
  touch "$bench_built.next"
  "$root/mvnw" -q -f "$root/pom.xml" -pl benchmarks -am package -DskipTests \
    -Dspotless.check.skip=true -Djacoco.skip=true >&2 || {
    echo "the build failed; see above" >&2
    exit 1
  }
  mv "$bench_built.next" "$bench_built"
}

bench_is_current || bench_build
# The launcher looks after its own build; here, where nothing is measured yet.
"$root/seseragi" version >/dev/null
