#!/usr/bin/env bash
# Builds the self-contained archive for other Linux systems (glibc 2.36 and newer): one file, no root rights, no network.
# usage: build.sh OUT [VERSION]     prints the path of the archive; built on Debian 12, whose interpreter it takes along
# Needs python3.11, softhsm2, tesseract-ocr-{vie,osd}, Liberation and Noto Sans fonts, libxcb-cursor0 and the like, and .venv. CACHE=DIR keeps what was fetched.
set -euo pipefail
out=$(realpath -m "${1:?usage: build.sh OUT [VERSION]}")
here=$(cd "$(dirname "$0")" && pwd) top=$(cd "$here/../.." && pwd)
version=${2:-$(sed -n 's/^version = "\(.*\)"/\1/p' "$top/pyproject.toml")}
uv=${UV:-$top/.venv/bin/uv} cache=${CACHE:-$top/build/linux}
mkdir -p "$out" "$cache"
tree=$(mktemp -d "$cache/tree.XXXXXX"); trap 'rm -rf "$tree" "$tree.tgz"' EXIT
umask 022

# The interpreter as the distribution ships it: its packages name their files.
mkdir -p "$tree/bin" "$tree/lib" "$tree/share/tessdata" "$tree/token/64"
cp /usr/bin/python3.11 "$tree/bin/"
dpkg -L python3.11-minimal libpython3.11-minimal libpython3.11-stdlib | grep '^/usr/lib/python3.11/' |
  grep -v '/\(test\|idlelib\|lib2to3\|tkinter\|ensurepip\|__pycache__\)\(/\|$\)' | sort -u | while IFS= read -r path; do
    [ -d "$path" ] || { mkdir -p "$tree/lib/${path#/usr/lib/}"; rmdir "$tree/lib/${path#/usr/lib/}"; cp "$path" "$tree/lib/${path#/usr/lib/}"; }
  done
rm -f "$tree/lib/python3.11/sitecustomize.py" "$tree/lib/python3.11/EXTERNALLY-MANAGED"

if ! cmp -s "$top/requirements.lock" "$cache/site.lock"; then
  rm -rf "$cache/site"
  "$uv" pip install --quiet --no-deps --require-hashes --no-build --python-version 3.11 \
    --python-platform x86_64-manylinux_2_34 --target "$cache/site" -r "$top/requirements.lock" >&2
  cp "$top/requirements.lock" "$cache/site.lock"
fi
site=$tree/lib/python3/dist-packages
mkdir -p "$site"
cp -a "$cache/site/." "$site/"; rm -rf "$site/bin" "$site/.lock"
(cd "$top" && tar c --exclude=__pycache__ desk_app scanner signing resources) | tar x -C "$site"
mkdir -p "$site/desk_app-$version.dist-info"
printf 'Metadata-Version: 2.1\nName: desk-app\nVersion: %s\n' "$version" >"$site/desk_app-$version.dist-info/METADATA"
sed -i "s/^__version__ = .*/__version__ = \"$version\"/" "$site/desk_app/__init__.py"
# The desk draws with widgets: the declarative half of Qt stays out.
rm -rf "$site"/PySide6/Qt/qml "$site"/PySide6/Qt/lib/libQt6{Quick,Qml,Designer,ShaderTools,Labs}* "$site"/PySide6/{assistant,designer,linguist,lupdate,lrelease,qmlls,qmllint,qmlformat,balsam*,rcc,uic}
rm -rf "$site"/PySide6/Qt/plugins/{qmltooling,qmllint,designer} "$site"/PySide6/Qt{Quick,Qml,Designer,UiTools}*.so

models=$(dirname "$(find /usr/share/tesseract-ocr -name vie.traineddata | head -1)")
cp "$models/vie.traineddata" "$models/osd.traineddata" "$tree/share/tessdata/"
fonts=$(dirname "$(find /usr/share/fonts -name 'LiberationSerif-Regular.ttf' | head -1)")
cp "$fonts"/LiberationSerif-*.ttf "$site/resources/fonts/"
# A system without fonts of its own still shows letters: the screen's face comes along, beside the system's.
mkdir -p "$tree/fonts" "$tree/etc"
cp "$(dirname "$(find /usr/share/fonts -name NotoSans-Regular.ttf | head -1)")"/NotoSans-{Regular,Bold,Italic,BoldItalic}.ttf "$tree/fonts/"
cat >"$tree/etc/fonts.conf" <<'XML'
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir prefix="relative">../fonts</dir>
  <dir prefix="xdg">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <alias><family>sans-serif</family><prefer><family>Noto Sans</family></prefer></alias>
</fontconfig>
XML
cp "$(find /usr/lib -name libsofthsm2.so | head -1)" "$tree/token/64/"
cp /usr/bin/softhsm2-util "$tree/bin/"

# What the parts ask of a system beyond its C and C++ libraries, so that a bare system needs nothing.
find "$tree" \( -name '*.so' -o -name '*.so.*' -o -path "$tree/bin/*" \) -type f -print0 |
  xargs -0 ldd 2>/dev/null | awk '$2 == "=>" && $3 ~ /^\/(usr\/)?lib/ {print $3}' | sort -u |
  grep -vE '/(ld-linux-x86-64|libc|libm|libdl|librt|libpthread|libresolv|libutil|libnsl|libanl|libgcc_s|libstdc\+\+)\.so' |
  while IFS= read -r library; do cp -Ln "$library" "$tree/lib/"; done
cp -Ln /usr/lib/x86_64-linux-gnu/{libEGL.so.1,libGL.so.1,libGLX.so.0,libGLdispatch.so.0,libOpenGL.so.0} "$tree/lib/" 2>/dev/null || true
cat >"$tree/desk-app" <<'SH'
#!/bin/sh
# The version's own start; nothing of the system's Python is used.
here=$(dirname "$(readlink -f "$0")")
export LD_LIBRARY_PATH="$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" PATH="$here/bin:$PATH"
export FONTCONFIG_FILE="$here/etc/fonts.conf"
exec "$here/bin/python3.11" -I -X utf8 -m desk_app "$@"
SH
chmod 755 "$tree/desk-app"
cp "$top/LICENSE" "$top/SECURITY.md" "$tree/"
"$top/.venv/bin/python" "$here/../bill_of_materials.py" "$site" "$tree" >"$tree/sbom.cdx.json"
{ grep -o 'pkg:deb/debian/[^@]*' "$tree/sbom.cdx.json" | cut -d/ -f3
  echo python3.11; dpkg -S "$models/vie.traineddata" "$models/osd.traineddata" "$fonts/LiberationSerif-Regular.ttf" | cut -d: -f1
  echo fonts-noto-core; } | sort -u | while IFS= read -r package; do
    mkdir -p "$tree/share/doc/$package"; cp -L "/usr/share/doc/$package/copyright" "$tree/share/doc/$package/"
  done
chmod -R u+rwX,go+rX,go-w "$tree"

archive=$out/desk-app-$version-linux.run
tar c -C "$tree" . | gzip -1 >"$tree.tgz"
sed -e "s/@VERSION@/$version/" -e "s/@SUM@/$(sha256sum <"$tree.tgz" | cut -d' ' -f1)/" "$here/unpack.sh" >"$archive"
printf '#__ARCHIVE__\n' >>"$archive"
cat "$tree.tgz" >>"$archive"
chmod 755 "$archive"
echo "$archive"
