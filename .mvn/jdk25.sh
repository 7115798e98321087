# Sourced by mvnw, demo, seseragi, bench and interop: sets JAVA_HOME to a JDK 25, or ends with one line
# that says what to install. Looks at JAVA_HOME, the java on the PATH, then the usual places.

# Sets JAVA_HOME to the JDK in folder $1 if it is one of version 25.
use_jdk25() {
  [ -x "$1/bin/javac" ] || return 1
  if [ -f "$1/release" ]; then
    grep -q '^JAVA_VERSION="25[".+-]' "$1/release" || return 1
  else
    "$1/bin/java" -version 2>&1 | grep -q 'version "25[".+-]' || return 1
  fi
  JAVA_HOME=$1
  export JAVA_HOME
}

find_jdk25() {
  if [ -n "${JAVA_HOME:-}" ] && use_jdk25 "$JAVA_HOME"; then return 0; fi
  javac_on_path=$(command -v javac 2>/dev/null) &&
    javac_real=$(readlink -f "$javac_on_path" 2>/dev/null) &&
    use_jdk25 "${javac_real%/bin/javac}" && return 0
  for candidate in /usr/lib/jvm/*25* /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/*jdk*25* \
    "$HOME"/.sdkman/candidates/java/25* "$HOME"/.jdks/*25* "$HOME"/.local/share/mise/installs/java/*25* \
    "$HOME"/.asdf/installs/java/*25* /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home \
    /Library/Java/JavaVirtualMachines/*25*/Contents/Home; do
    use_jdk25 "$candidate" && return 0
  done
  return 1
}

find_jdk25 || {
  echo "Seseragi needs a JDK 25 and found none: install one (for example Temurin 25, Debian: openjdk-25-jdk-headless) or set JAVA_HOME to it" >&2
  exit 1
}
