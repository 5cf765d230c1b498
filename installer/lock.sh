#!/usr/bin/env bash
# Makes the four lock files anew: with hashes, without addresses. Needs uv.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=${UV:-uv}
lock() { # file, platform marker, extras…
  local file=$1 marker=$2
  shift 2
  sed "s/^environments = .*/environments = [\"$marker\"]/" pyproject.toml >build/pyproject.toml
  (cd build && "$uv" pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
    --no-annotate --no-header "$@" -o "../$file" pyproject.toml)
}
mkdir -p build
linux="sys_platform == 'linux' and platform_machine == 'x86_64' and python_full_version < '3.14'"
windows="sys_platform == 'win32' and platform_machine == 'AMD64' and python_full_version < '3.14'"
lock requirements.lock "$linux" --extra practice
lock requirements-dev.lock "$linux" --extra practice --extra test
lock requirements-windows.lock "$windows" --extra practice
rm -f build/pyproject.toml
