#!/usr/bin/env bash
# Builds the Windows set-up program on Linux: embeddable CPython, all wheels, OCR models, fonts, practice token.
# Not yet run to its end: docs/windows-first-run.md.
# usage: build.sh OUT_DIR [VERSION]     needs uv, nsis, mingw-w64, tesseract-ocr-vie, fonts-liberation
# CACHE=DIR keeps what was fetched and compiled.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd) top=$(cd "$here/../.." && pwd)
out=$(realpath -m "${1:?usage: build.sh OUT_DIR [VERSION]}")
version=${2:-$(sed -n 's/^version = "\(.*\)"/\1/p' "$top/pyproject.toml")}
cache=${CACHE:-$top/build/windows}
mkdir -p "$out" "$cache"
python=$top/.venv/bin/python
tree=$cache/tree
rm -rf "$tree"; mkdir -p "$tree/site" "$tree/tessdata"

[ -f "$cache/python/python.exe" ] || "$python" "$here/fetch_python.py" "$cache/python" >&2
[ -f "$cache/token/64/softhsm2.dll" ] || WORKDIR=$cache/token-build "$here/build_token_module.sh" "$cache/token" both >&2
if ! cmp -s "$top/requirements-windows.lock" "$cache/site.lock"; then
  rm -rf "$cache/site"
  "${UV:-uv}" pip install --quiet --no-deps --require-hashes --no-build --python-version 3.11 \
    --python-platform x86_64-pc-windows-msvc --target "$cache/site" -r "$top/requirements-windows.lock"
  cp "$top/requirements-windows.lock" "$cache/site.lock"
fi

cp -r "$cache/python/." "$tree/"
cp -r "$cache/site/." "$tree/site/"
rm -rf "$tree/site/bin"
(cd "$top" && tar c --exclude=__pycache__ desk_app scanner signing resources) | tar x -C "$tree/site"
mkdir -p "$tree/site/desk_app-$version.dist-info"
printf 'Metadata-Version: 2.1\nName: desk-app\nVersion: %s\n' "$version" >"$tree/site/desk_app-$version.dist-info/METADATA"
rm -rf "$tree"/site/PySide6/{qml,designer.exe,assistant.exe,linguist.exe,qmlls.exe,qmllint.exe,lupdate.exe,lrelease.exe}
# The interpreter looks nowhere but here: no registry, no variables, no site of a user.
printf 'python311.zip\r\n.\r\nsite\r\nimport site\r\n' >"$tree/python311._pth"
models=$(dirname "$(find /usr/share/tesseract-ocr -name vie.traineddata | head -1)")
cp "$models/vie.traineddata" "$models/osd.traineddata" "$tree/tessdata/"
fonts=$(dirname "$(find /usr/share/fonts -name 'LiberationSerif-Regular.ttf' | head -1)")
cp "$fonts"/LiberationSerif-*.ttf "$tree/site/resources/fonts/"
mkdir -p "$tree/token"
cp -r "$cache/token/64" "$cache/token/32" "$tree/token/"
"$python" "$here/make_icon.py" "$tree/desk-app.ico"
cp "$top/LICENSE" "$tree/LICENSE-desk-app.txt"
"$python" "$here/../bill_of_materials.py" "$tree/site" >"$tree/sbom.cdx.json"
printf '@echo off\r\n"%%~dp0python.exe" -X utf8 -m desk_app %%*\r\n' >"$tree/desk-app.cmd"
makensis -V2 -INPUTCHARSET UTF8 "-DTREE=$tree" "-DVERSION=$version" "-DOUT=$out/desk-app-$version-setup.exe" "$here/desk-app.nsi" >&2
echo "$out/desk-app-$version-setup.exe"
