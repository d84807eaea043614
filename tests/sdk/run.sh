#!/bin/sh
# run.sh FOLDER PROXY: runs the real clients through the program PROXY. Packages and copies of the
# tests lie in FOLDER (of the build); the source tree is only read. Packages are fetched when their
# lock files have changed, so a second run needs no network.
set -eu
source=$(cd "$(dirname "$0")" && pwd)
folder=${1:?usage: run.sh FOLDER PROXY}
SPECGATE_PROXY=$(realpath "${2:?usage: run.sh FOLDER PROXY}")
export SPECGATE_PROXY

fail() {
  echo "run.sh: $1" >&2
  exit 1
}

# fetched NAME LOCK...: whether what the files LOCK ask for was fetched whole before.
fetched() {
  stamp=$1.fetched
  shift
  cat "$@" >wanted
  cmp -s wanted "$stamp"
}

# fetch NAME COMMAND...: its output is shown only where it fails.
fetch() {
  name=$1
  shift
  "$@" >"$name.log" 2>&1 || { cat "$name.log" >&2; fail "could not fetch the clients for $name (above): $1"; }
}

fetch_node() {
  fetched node "$source/package.json" "$source/package-lock.json" && return
  cp "$source/package.json" "$source/package-lock.json" .
  fetch node npm ci --omit=optional --no-audit --no-fund --ignore-scripts
  mv wanted node.fetched
}

# Each version in a folder of its own.
fetch_python() {
  fetched python "$source"/python/*.txt && return
  rm -rf python
  for lock in "$source"/python/[0-9]*.txt; do
    fetch python python3 -m pip install --quiet --no-input --disable-pip-version-check --root-user-action=ignore \
      --only-binary :all: --no-deps --require-hashes -r "$lock" --target "python/$(basename "$lock" .txt)"
  done
  mv wanted python.fetched
}

fetch_java() {
  fetched java "$source/java/pom.xml" "$source/java/jars.sha256" "$source/java/Driver.java" && return
  rm -rf java
  mkdir java
  fetch java mvn -B -q -f "$source/java/pom.xml" dependency:copy-dependencies -DoutputDirectory="$PWD/java/jars"
  (cd java/jars && sha256sum --quiet -c "$source/java/jars.sha256") || fail "other jars came than jars.sha256 has"
  javac -cp 'java/jars/*' -d java "$source/java/Driver.java" || fail "could not compile Driver.java"
  mv wanted java.fetched
}

for tool in node npm python3 mvn java javac; do
  command -v "$tool" >/dev/null || fail "no $tool on the PATH; ./dev test installs what the clients need"
done
mkdir -p "$folder"
cd "$folder"
fetch_node
fetch_python
fetch_java
rm -f ./*.mjs
cp "$source"/*.mjs "$source/python_driver.py" "$source/../../docs/staging.md" "$source/../proxy/libraries.cc" .
exec timeout -k 20 480 node --test ./*_test.mjs
