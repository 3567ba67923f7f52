# Sourced by ./mvnw and ./devp2p: sets JAVA_HOME to a JDK of at least 25, or says what to install and exits 2.
# Tried in this order: JAVA_HOME, the java of the PATH, the usual places of Linux distributions, SDKMAN, asdf, macOS.

jdk_wanted=25

# The release file says the version without starting a JVM; `javac` tells a JDK from a JRE.
jdk_fits() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  jdk_major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  [ "${jdk_major:-0}" -ge "$jdk_wanted" ]
}

jdk_of_path() {
  jdk_java=$(command -v java) || return 1
  jdk_java=$(readlink -f "$jdk_java" 2>/dev/null) || return 1
  dirname "$(dirname "$jdk_java")"
}

jdk_find() {
  for jdk_home in "${JAVA_HOME:-}" "$(jdk_of_path)" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /usr/local/jdk* /usr/local/openjdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.asdf/installs/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$jdk_home" ] && jdk_fits "$jdk_home"; then
      JAVA_HOME=$jdk_home
      export JAVA_HOME
      return 0
    fi
  done
  echo "devp2p: no JDK >= $jdk_wanted found: install one (for example Temurin $jdk_wanted) or point JAVA_HOME at it" >&2
  exit 2
}

jdk_find
