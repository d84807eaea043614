#!/bin/sh
# run.sh FOLDER PROXY: runs the real clients through the program PROXY. Packages and copies of the
# tests lie in FOLDER (of the build); the source tree is only read. Packages are fetched when the
# lock file has changed, so a second run needs no network.
set -eu
source=$(cd "$(dirname "$0")" && pwd)
folder=${1:?usage: run.sh FOLDER PROXY}
SPECGATE_PROXY=$(realpath "${2:?usage: run.sh FOLDER PROXY}")
export SPECGATE_PROXY

mkdir -p "$folder"
cd "$folder"
if ! cmp -s "$source/package-lock.json" installed-lock.json; then
  cp "$source/package.json" "$source/package-lock.json" .
  npm ci --omit=optional --no-audit --no-fund --ignore-scripts
  cp package-lock.json installed-lock.json
fi
rm -f ./*.mjs
cp "$source"/*.mjs .
exec timeout -k 20 300 node --test ./*_test.mjs
