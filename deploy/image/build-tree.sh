#!/bin/sh
# Builds the files of an image, step by step. The Dockerfile beside it runs these steps, and `all` runs them
# in a plain folder, for machines without a container engine (docs/images.md).
#
#   build-tree.sh base TREE           the C library, the user, /data
#   build-tree.sh runtime FOLDER      a Java runtime with the modules that are needed
#   build-tree.sh program NAME TREE TRAINING
#                                     the jar, SQLite's library, the JVM's options; in TRAINING those to train it by
#   build-tree.sh train NAME TREE     the AOT cache; the Dockerfile does this by a RUN inside of the tree
#   build-tree.sh all NAME TREE       all of them; RUNTIME=FOLDER takes a runtime that is there already
#   build-tree.sh modules NAME        what jdeps finds that the program's jars need of the JDK
#
# NAME is users-api, pos or seseragi. Their jars are those of `./mvnw package`.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../.." && pwd)
# shellcheck source=.mvn/jdk25.sh
. "$root/.mvn/jdk25.sh"
# Layers keep whole seconds, and the JVM compares the jar's time with the one in its cache: so all files have
# one time, the same in each build.
epoch=${SOURCE_DATE_EPOCH-1795219200}
user=65532
umask 022

fail() {
  echo "build-tree.sh: $*" >&2
  exit 1
}

# Sets home (where the program lies in the image), built (where Maven put its jars), main, training and heap.
describe() {
  home=/app
  # With C2, unlike the command (docs/users-api.md). What the JVM writes goes to /data: all else is read-only.
  heap='-Xss512k -Xms24m -Xmx96m -XX:ReservedCodeCacheSize=48m -Djava.io.tmpdir=/data'
  case $1 in
  users-api)
    built=$root/apps/users-api/target
    main=dev.seseragi.apps.users.Main
    training="$main train /data"
    ;;
  pos)
    built=$root/apps/pos/target
    main=dev.seseragi.apps.pos.Pos
    training="$main train /data"
    ;;
  seseragi)
    home=/opt/seseragi
    built=$root/cli/target
    training='dev.seseragi.cli.training.Training /tmp all'
    # As the launcher at the root has it for replicate and run, where the reasons stand.
    heap='-XX:TieredStopAtLevel=1 -Xss512k -Xms8m -Xmn4m -Xmx128m -XX:MinHeapFreeRatio=20 -XX:MaxHeapFreeRatio=40 -XX:-ShrinkHeapInSteps'
    ;;
  *) fail "expected users-api, pos or seseragi, found $1" ;;
  esac
  jar=$built/seseragi-$1.jar
  [ "$1" != seseragi ] || jar=$built/seseragi-cli.jar
  [ -f "$jar" ] && [ -d "$built/lib" ] || fail "$jar or ${built}/lib is missing: run ./mvnw package first"
}

same_time() {
  find "$1" -exec touch -h -d "@$epoch" {} +
}

# Everything that a program linked to glibc needs, and no shell.
base() {
  tree=$1
  mkdir -p "$tree/etc" "$tree/data" "$tree/proc" "$tree/dev" "$tree/sys" "$tree/usr/lib/locale" "$tree/var/lib/dpkg/status.d"
  libraries "$JAVA_HOME"/bin/java "$JAVA_HOME"/lib/server/libjvm.so "$JAVA_HOME"/lib/libnet.so "$JAVA_HOME"/lib/libzip.so |
    while read -r library; do
      mkdir -p "$tree$(dirname "$library")"
      cp -L "$library" "$tree$library"
    done
  # Without a UTF-8 locale Java cannot name files with letters beyond ASCII.
  cp -R /usr/lib/locale/C.utf8 "$tree/usr/lib/locale/"
  printf 'root:x:0:0:root:/root:/sbin/nologin\nseseragi:x:%s:%s:Seseragi:/data:/sbin/nologin\n' $user $user >"$tree/etc/passwd"
  printf 'root:x:0:\nseseragi:x:%s:\n' $user >"$tree/etc/group"
  printf 'passwd: files\ngroup: files\nhosts: files dns\n' >"$tree/etc/nsswitch.conf"
  # What scanners read to know whose C library this is, and its licence.
  cp -L /etc/os-release "$tree/etc/os-release"
  dpkg-query --status libc6 >"$tree/var/lib/dpkg/status.d/libc6"
  mkdir -p "$tree/usr/share/doc/libc6"
  cp -L /usr/share/doc/libc6/copyright "$tree/usr/share/doc/libc6/"
  chmod 700 "$tree/data"
  chown $user:$user "$tree/data" 2>/dev/null || echo "build-tree.sh: not root: /data stays yours" >&2
  same_time "$tree"
}

# The paths of the system's libraries that these files need, the loader among them.
libraries() {
  ldd "$@" | sed -n 's/^.*=> \(\/[^ ]*\) (.*$/\1/p; s/^[[:space:]]*\(\/[^ ]*\) (.*$/\1/p' | grep -v "^$JAVA_HOME/" | sort -u
}

needed_modules() {
  sed 's/#.*//' "$here/modules" | tr -s '[:space:]' ',' | sed 's/^,//; s/,$//'
}

runtime() {
  rm -rf "$1"
  "$JAVA_HOME/bin/jlink" --add-modules "$(needed_modules)" --include-locales=en,ja --no-header-files --no-man-pages \
    --strip-debug --compress=zip-6 --output "$1"
  same_time "$1"
}

# All jars in one, because a start opens every jar of its class path and reads its manifest (OneJar.java); what they
# were is in the list beside it. SQLite's libraries for other systems, four fifths of its driver, stay out.
program() {
  describe "$1"
  tree=$2
  folder=$tree$home
  mkdir -p "$folder"
  health=$(find "$root/deploy/health/target" -name 'seseragi-health-*.jar' 2>/dev/null | head -n 1)
  [ -n "$health" ] || fail "deploy/health is not built: run ./mvnw package first"
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$built/lib/*" dev.seseragi.training.OneJar \
    -without org/sqlite/native/ "$folder/program.jar" "$jar" "$health" "$built"/lib/*.jar
  (cd "$built/lib" && LC_ALL=C ls) >"$folder/program.jars"
  native "$folder"
  if [ "$1" = seseragi ]; then
    mkdir -p "$folder/bin" "$tree/tmp"
    cp "$here/seseragi" "$folder/bin/seseragi"
    chmod 755 "$folder/bin/seseragi"
    chmod 1777 "$tree/tmp"
  fi
  options -XX:AOTCache >"$folder/java.options"
  mkdir -p "$3$home"
  # No profiles: C2 would compile by them from the first moment on (apps/launch.sh).
  {
    options -XX:AOTCacheOutput
    printf '%s\n' -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining -XX:-AOTReplayTraining
    printf '%s\n' "$training" | tr ' ' '\n'
  } >"$3$home/train.options"
  same_time "$folder"
}

# SQLite's library lies beside the jar, because unpacking it at each start costs 0.1 s and a writable folder.
native() {
  mkdir -p "$1/native"
  work=$(mktemp -d)
  library=org/sqlite/native/Linux/$(uname -m)/libsqlitejdbc.so
  (cd "$work" && "$JAVA_HOME/bin/jar" --extract --file "$(find "$built/lib" -name 'sqlite-jdbc-*.jar')" "$library")
  cp "$work/$library" "$1/native/"
  rm -rf "$work"
  chmod 755 "$1/native/libsqlitejdbc.so"
}

# One option a line: `java @FILE`.
options() {
  printf '%s\n' -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -XX:-UsePerfData
  printf '%s\n' "$heap" | tr ' ' '\n'
  printf '%s\n' "-Dorg.sqlite.lib.path=$home/native" "$1=$home/program.aot"
  # Logs are on standard output: what the JVM has to say goes elsewhere.
  printf '%s\n' -Xlog:disable -Xlog:all=warning:stderr -cp "$home/program.jar"
}

# Classes as they are after loading and linking. It holds for this runtime and these paths only,
# so the program is trained where it will lie.
train() {
  describe "$1"
  tree=$2
  work=$(mktemp -d)
  mkdir -p "$tree/bin"
  # The training of `seseragi run` runs a command.
  cp -L /bin/true "$tree/bin/true"
  LANG=C.UTF-8 "$here/run-tree.sh" -w "$tree" "$work" "$home/jre/bin/java" "@$home/train.options" >"$work.log" 2>&1 || {
    cat "$work.log" >&2
    fail "the training failed"
  }
  rm -rf "$work" "$work.log" "${tree:?}/bin" "$tree$home/train.options"
  chmod 644 "$tree$home/program.aot"
}

all() {
  describe "$1"
  rm -rf "$2"
  base "$2"
  program "$1" "$2" "$2"
  if [ -n "${RUNTIME-}" ]; then
    cp -Rp "$RUNTIME" "$2$home/jre"
  else
    runtime "$2$home/jre"
  fi
  train "$1" "$2"
  same_time "$2"
}

# Of all classes in one folder, because jdeps wants every module that a modular jar names.
modules() {
  describe "$1"
  work=$(mktemp -d)
  (
    cd "$work"
    for library in "$jar" "$built"/lib/*.jar; do
      "$JAVA_HOME/bin/jar" --extract --file "$library"
    done
    find . -name module-info.class -exec rm {} +
  )
  "$JAVA_HOME/bin/jdeps" --ignore-missing-deps --print-module-deps "$work"
  rm -rf "$work"
}

command=${1-}
case $command in
base | runtime | modules) [ $# = 2 ] || fail "expected $command and one word behind it" ;;
program) [ $# = 4 ] || fail "expected program NAME TREE TRAINING" ;;
train | all) [ $# = 3 ] || fail "expected $command NAME TREE" ;;
*) fail "expected base, runtime, program, train, all or modules, found ${command:-nothing}" ;;
esac
shift
"$command" "$@"
