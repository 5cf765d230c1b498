#!/usr/bin/env bash
# Builds the Windows set-up program on Linux.   usage: build.sh OUT [VERSION]     prints the path of the set-up program
# Needs nsis and what tree.sh needs. CACHE=DIR keeps what was fetched; COMPRESSOR=lzma makes it smaller and takes minutes;
# MAINTAINER="Name <mail>" is who answers for the program (SECURITY.md), shown in the list of programs.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd) top=$(cd "$here/../.." && pwd)
out=$(realpath -m "${1:?usage: build.sh OUT [VERSION]}")
version=${2:-$(sed -n 's/^version = "\(.*\)"/\1/p' "$top/pyproject.toml")}
cache=${CACHE:-$top/build/windows}
mkdir -p "$out" "$cache"
tree=$(mktemp -d "$cache/tree.XXXXXX"); trap 'rm -rf "$tree"' EXIT
"$here/tree.sh" "$tree" "$version"
"$here/build_launcher.sh" "$tree.launcher" "$version" "$tree/desk-app.ico"
trap 'rm -rf "$tree" "$tree.launcher"' EXIT
setup=$out/desk-app-$version-setup.exe
numbers=$(sed 's/[^0-9.].*//' <<<"$version").0
makensis -V2 -INPUTCHARSET UTF8 "-DTREE=$tree" "-DLAUNCHER=$tree.launcher" "-DVERSION=$version" "-DNUMBERS=$numbers" \
  "-DCOMPRESSOR=${COMPRESSOR:-zlib}" "-DSIZE_KB=$(du -sk "$tree" | cut -f1)" "-DOUT=$setup" \
  "-DMAINTAINER=${MAINTAINER:-Trial build without a maintainer <nobody@desk-app.invalid>}" "$here/desk-app.nsi" >&2
echo "$setup"
