#!/usr/bin/env bash
# Lays out one version of the desk for Windows: embeddable CPython, all wheels, OCR models, fonts, practice token, broker.
# usage: tree.sh TREE [VERSION]
# Needs g++-mingw-w64-{x86-64,i686}, dpkg-dev, osslsigncode, tesseract-ocr-{vie,osd}, Liberation fonts, and .venv.
# CACHE=DIR keeps what was fetched and compiled.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd) top=$(cd "$here/../.." && pwd)
tree=$(realpath -m "${1:?usage: tree.sh TREE [VERSION]}")
version=${2:-$(sed -n 's/^version = "\(.*\)"/\1/p' "$top/pyproject.toml")}
cache=${CACHE:-$top/build/windows}
python=$top/.venv/bin/python uv=${UV:-$top/.venv/bin/uv}
mkdir -p "$cache"
rm -rf "$tree"; mkdir -p "$tree"

[ -f "$cache/python/python.exe" ] || "$python" "$here/fetch_python.py" "$cache/python" >&2
[ -f "$cache/token/LICENSE-OpenSSL.txt" ] || WORKDIR=$cache/token-build "$here/build_token_module.sh" "$cache/token" both >&2
if ! cmp -s "$top/requirements-windows.lock" "$cache/site.lock"; then
  rm -rf "$cache/site"
  "$uv" pip install --quiet --no-deps --require-hashes --no-build --python-version 3.11 \
    --python-platform x86_64-pc-windows-msvc --target "$cache/site" -r "$top/requirements-windows.lock" >&2
  cp "$top/requirements-windows.lock" "$cache/site.lock"
fi

cp -r "$cache/python/." "$tree/"
cp -r "$cache/site" "$tree/site"; rm -f "$tree/site/.lock"
(cd "$top" && tar c --exclude=__pycache__ desk_app scanner signing resources) | tar x -C "$tree/site"
mkdir -p "$tree/site/desk_app-$version.dist-info"
printf 'Metadata-Version: 2.1\nName: desk-app\nVersion: %s\n' "$version" >"$tree/site/desk_app-$version.dist-info/METADATA"
sed -i "s/^__version__ = .*/__version__ = \"$version\"/" "$tree/site/desk_app/__init__.py"
"$here/prune.sh" "$tree/site"
# The interpreter looks nowhere but here: no registry, no variables, no site of a user.
printf 'python311.zip\r\n.\r\nsite\r\nimport site\r\n' >"$tree/python311._pth"
mkdir -p "$tree/tessdata" "$tree/token" "$tree/broker"
models=$(dirname "$(find /usr/share/tesseract-ocr -name vie.traineddata | head -1)")
cp "$models/vie.traineddata" "$models/osd.traineddata" "$tree/tessdata/"
fonts=$(dirname "$(find /usr/share/fonts -name 'LiberationSerif-Regular.ttf' | head -1)")
cp "$fonts"/LiberationSerif-*.ttf "$tree/site/resources/fonts/"
cp -r "$cache/token/." "$tree/token/"
"$here/build_broker.sh" "$tree/broker"
"$python" "$here/make_icon.py" "$tree/desk-app.ico"
cp "$top/LICENSE" "$tree/LICENSE-desk-app.txt"
cp "$top/SECURITY.md" "$tree/SECURITY.md"
mkdir -p "$tree/licences"
for file in "$models/vie.traineddata" "$models/osd.traineddata" "$fonts/LiberationSerif-Regular.ttf"; do
  package=$(dpkg -S "$file" | cut -d: -f1)
  cp "/usr/share/doc/$package/copyright" "$tree/licences/$package.txt"
done
"$python" "$here/../bill_of_materials.py" "$tree/site" "$tree" >"$tree/sbom.cdx.json"
# Folders under Program Files are not writable for officers: byte code is made here, by the same series.
if "$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))'; then
  "$python" -m compileall -q -j 0 --invalidation-mode unchecked-hash -s "$tree" "$tree/site" >&2
fi
