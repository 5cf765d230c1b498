#!/usr/bin/env bash
# Compiles desk-app.exe and desk-appw.exe from launcher.c.   usage: build_launcher.sh OUT VERSION ICON
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=$(realpath -m "${1:?usage: build_launcher.sh OUT VERSION ICON}") version=${2:?} icon=$(realpath "${3:?}")
triplet=x86_64-w64-mingw32
made=$(mktemp -d); trap 'rm -rf "$made"' EXIT
mkdir -p "$out"
numbers=$(sed 's/[^0-9.].*//' <<<"$version" | awk -F. '{printf "%d,%d,%d,0", $1, $2, $3}')
cp "$icon" "$made/desk-app.ico"
(cd "$made" && "$triplet-windres" -c 65001 "-DICON_FILE=\\\"desk-app.ico\\\"" "-DVERSION_TEXT=\\\"$version\\\"" "-DVERSION_NUMBERS=$numbers" \
  "$here/launcher.rc" launcher.o)
flags=(-O2 -Wall -Wextra -Werror -municode -static -s -Wl,--dynamicbase,--nxcompat,--high-entropy-va -Wl,--no-insert-timestamp)
"$triplet-gcc" "${flags[@]}" -mconsole -o "$out/desk-app.exe" "$here/launcher.c" "$made/launcher.o"
"$triplet-gcc" "${flags[@]}" -mwindows -DWINDOW -o "$out/desk-appw.exe" "$here/launcher.c" "$made/launcher.o"
