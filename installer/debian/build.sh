#!/usr/bin/env bash
# Builds the Debian package of one suite: the locked Python environment is inside, nothing is fetched at install.
# usage: build.sh SUITE OUT [VERSION]     SUITE: bookworm (Python 3.11) or trixie (Python 3.13)
# Needs .venv. CACHE=DIR keeps what was fetched; MAINTAINER="Name <mail>" is who answers for the package (SECURITY.md).
set -euo pipefail
suite=${1:?usage: build.sh SUITE OUT [VERSION]} out=$(realpath -m "${2:?usage: build.sh SUITE OUT [VERSION]}")
here=$(cd "$(dirname "$0")" && pwd) top=$(cd "$here/../.." && pwd)
version=${3:-$(sed -n 's/^version = "\(.*\)"/\1/p' "$top/pyproject.toml")}
maintainer=$(sed 's/[&|\]/\\&/g' <<<"${MAINTAINER:-Trial build without a maintainer <nobody@desk-app.invalid>}")
case $suite in
  bookworm) python=3.11 next=3.12 release=12 ;;
  trixie) python=3.13 next=3.14 release=13 ;;
  *) echo "unknown suite: $suite" >&2; exit 64 ;;
esac
uv=${UV:-$top/.venv/bin/uv}
tree=$(mktemp -d); trap 'rm -rf "$tree"' EXIT
chmod 755 "$tree"
base=$tree/usr/lib/desk-app/venv
site=$base/lib/python$python/site-packages
mkdir -p "$site" "$base/bin" "$out"
umask 022

# A virtual environment on the suite's own Python: the interpreter gets the suite's security updates.
ln -s "/usr/bin/python$python" "$base/bin/python"
printf 'home = /usr/bin\ninclude-system-site-packages = false\nversion = %s\n' "$python" >"$base/pyvenv.cfg"

cache=${CACHE:-$top/build/debian}/$suite
mkdir -p "$cache"
if ! cmp -s "$top/requirements.lock" "$cache/site.lock"; then
  rm -rf "$cache/site"
  "$uv" pip install --quiet --no-deps --require-hashes --no-build --python-version "$python" \
    --python-platform x86_64-manylinux_2_34 --target "$cache/site" -r "$top/requirements.lock"
  cp "$top/requirements.lock" "$cache/site.lock"
fi
cp -a "$cache/site/." "$site/"
rm -rf "$site/bin" "$site/.lock"
(cd "$top" && tar c --exclude=__pycache__ desk_app scanner signing resources) | tar x -C "$site"
mkdir -p "$site/desk_app-$version.dist-info"
printf 'Metadata-Version: 2.1\nName: desk-app\nVersion: %s\n' "$version" >"$site/desk_app-$version.dist-info/METADATA"
# The desk draws with widgets: the declarative half of Qt stays out.
rm -rf "$site"/PySide6/Qt/qml "$site"/PySide6/Qt/lib/libQt6{Quick,Qml,Designer,ShaderTools,Labs}* "$site"/PySide6/{assistant,designer,linguist,lupdate,lrelease,qmlls,qmllint,qmlformat,balsam*,rcc,uic}
rm -rf "$site"/PySide6/Qt/plugins/{qmltooling,qmllint,designer} "$site"/PySide6/Qt{Quick,Qml,Designer,UiTools}*.so

mkdir -p "$tree/usr/bin" "$tree/usr/share/applications" "$tree/usr/share/icons/hicolor/scalable/apps" "$tree/usr/share/doc/desk-app" "$tree/etc/desk-app"
cat >"$tree/usr/bin/desk-app" <<'SH'
#!/bin/sh
exec /usr/lib/desk-app/venv/bin/python -I -X utf8 -m desk_app "$@"
SH
chmod 755 "$tree/usr/bin/desk-app"
cp "$here/desk-app.desktop" "$tree/usr/share/applications/"
cp "$here/../desk-app.svg" "$tree/usr/share/icons/hicolor/scalable/apps/desk-app.svg"
cp "$top/LICENSE" "$tree/usr/share/doc/desk-app/copyright"
cp "$top/SECURITY.md" "$tree/usr/share/doc/desk-app/SECURITY.md"
gzip -9nc "$top/CHANGELOG.md" >"$tree/usr/share/doc/desk-app/changelog.gz"
"${top}/.venv/bin/python" "$here/../bill_of_materials.py" "$site" >"$tree/usr/share/doc/desk-app/sbom.cdx.json"
cp "$here/policy.toml" "$tree/etc/desk-app/policy.toml"

mkdir -p "$tree/DEBIAN"
size=$(du -sk --exclude=DEBIAN "$tree" | cut -f1)
sed -e "s/@VERSION@/$version~deb$release/" -e "s/@PYTHON@/$python/g" -e "s/@NEXT@/$next/" -e "s/@SIZE@/$size/" -e "s|@MAINTAINER@|$maintainer|" "$here/control" >"$tree/DEBIAN/control"
for script in postinst prerm postrm; do
  sed "s/@PYTHON@/$python/g" "$here/$script" >"$tree/DEBIAN/$script"
  chmod 755 "$tree/DEBIAN/$script"
done
echo /etc/desk-app/policy.toml >"$tree/DEBIAN/conffiles"
chmod -R u+rwX,go+rX,go-w "$tree"
dpkg-deb --root-owner-group -Zzstd -z1 --build "$tree" "$out/desk-app_${version}~deb${release}_amd64.deb" >&2
echo "$out/desk-app_${version}~deb${release}_amd64.deb"
