#!/usr/bin/env bash
# Compiles the signing broker for vendor modules that exist only as 32-bit DLLs.   usage: build_broker.sh OUT
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd) out=$(realpath -m "${1:?usage: build_broker.sh OUT}")
mkdir -p "$out"
i686-w64-mingw32-gcc -std=gnu11 -O2 -Wall -Wextra -Werror -municode -mconsole -static -s -fno-strict-aliasing \
  -Wl,--dynamicbase,--nxcompat,--no-insert-timestamp -o "$out/desk-signing-32.exe" "$here/broker/broker.c"
