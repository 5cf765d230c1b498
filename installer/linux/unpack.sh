#!/bin/sh
# Quầy Một cửa @VERSION@: puts itself beside the version before it and tries itself before that one is let go.
# usage: sh desk-app-@VERSION@-linux.run [FOLDER]      FOLDER: ~/.local/opt/desk-app
# Versions lie side by side; current.txt names the one that starts. Dossiers lie elsewhere and are never touched.
set -eu
into=${1:-${HOME:?}/.local/opt/desk-app} version=@VERSION@ sum=@SUM@
fresh=$into/versions/$version.new
refuse() { rm -rf "$fresh"; printf '%s\n' "$1 Phiên bản cũ và hồ sơ vẫn nguyên." >&2; exit 2; }
mkdir -p "$into/versions"
rm -rf "$fresh"; mkdir "$fresh"
line=$(grep -an '^#__ARCHIVE__$' "$0" | head -1 | cut -d: -f1)
[ "$(tail -n +$((line + 1)) "$0" | sha256sum | cut -d' ' -f1)" = "$sum" ] || refuse "Tệp cài đặt bị hỏng: hãy chép lại."
tail -n +$((line + 1)) "$0" | tar xz -C "$fresh" 2>/dev/null || refuse "Ổ đĩa không đủ chỗ."
said=$("$fresh/desk-app" --version 2>&1) || refuse "Chương trình không chạy được trên máy này: $said."
[ "$said" = "desk-app $version" ] || refuse "Chương trình không chạy được trên máy này: $said."
if [ -d "$into/versions/$version" ]; then rm -rf "$into/versions/$version.old"; mv "$into/versions/$version" "$into/versions/$version.old"; fi
mv "$fresh" "$into/versions/$version"
rm -rf "$into/versions/$version.old"
before=$(cat "$into/current.txt" 2>/dev/null || true)
if [ -n "$before" ] && [ "$before" != "$version" ]; then printf '%s' "$before" >"$into/previous.new"; mv "$into/previous.new" "$into/previous.txt"; fi
cat >"$into/desk-app.new" <<'SH'
#!/bin/sh
# Starts the version that current.txt of this folder names.
into=$(dirname "$(readlink -f "$0")")
exec "$into/versions/$(cat "$into/current.txt")/desk-app" "$@"
SH
chmod 755 "$into/desk-app.new"; mv "$into/desk-app.new" "$into/desk-app"
printf '%s' "$version" >"$into/current.new"; mv "$into/current.new" "$into/current.txt"
for old in "$into"/versions/*; do
  name=$(basename "$old")
  [ "$name" = "$version" ] || [ "$name" = "$(cat "$into/previous.txt" 2>/dev/null)" ] || rm -rf "$old"
done
menu=${XDG_DATA_HOME:-${HOME:?}/.local/share}/applications
if mkdir -p "$menu" 2>/dev/null; then
  printf '[Desktop Entry]\nType=Application\nName=Quầy Một cửa\nExec=%s\nTerminal=false\n' "$into/desk-app" >"$menu/desk-app.desktop"
fi
printf '%s\n' "$into/desk-app"
exit 0
