#!/usr/bin/env bash
# The life of the self-contained archive on a bare root without any package, network or root rights inside: unpack, start,
# five steps, break, upgrade, way back, remove.     usage: journey.sh ROOT ARCHIVE NEWER OUT
# Prints one line a step; ends with the first step that fails. Needs root rights outside and pdfsig.
set -euo pipefail
base=$(realpath "$1") archive=$(realpath "$2") newer=$(realpath "$3") out=$(realpath -m "$4")
version_of() { basename "$1" | sed 's/^desk-app-\(.*\)-linux.run$/\1/'; }
old=$(version_of "$archive") new=$(version_of "$newer")
root=$(mktemp -d /var/tmp/desk-linux.XXXXXX)
mkdir -p "$out"
cleanup() {
  for place in dev/shm dev sys proc; do umount -l "$root/$place" 2>/dev/null || true; done
  rm -rf "$root"
}
trap cleanup EXIT
step() { printf 'ok: %s\n' "$*"; }
fail() { printf 'FAILED: %s\n' "$*"; exit 1; }
# Nothing but loopback, nobody but the officer.
officer() {
  unshare --net bash -c 'ip link set lo up; exec "$@"' _ chroot --userspec=1000:1000 "$root" env -i PATH=/usr/bin:/bin \
    HOME=/home/officer LANG=C.UTF-8 OMP_THREAD_LIMIT=1 QT_QPA_PLATFORM=offscreen "$@"
}

cp -a "$base/." "$root/"
for place in proc sys dev; do mkdir -p "$root/$place"; done
mount -t proc proc "$root/proc"; mount --rbind /sys "$root/sys"; mount --bind /dev "$root/dev"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
mkdir -p "$root/home/officer"
echo 'officer:x:1000:1000::/home/officer:/bin/sh' >>"$root/etc/passwd"
echo 'officer:x:1000:' >>"$root/etc/group"
cp "$archive" "$root/home/officer/old.run"; cp "$newer" "$root/home/officer/new.run"
chown -R 1000:1000 "$root/home/officer"
home=$root/home/officer/.local/opt/desk-app app=/home/officer/.local/opt/desk-app/desk-app
says() { [ "$(officer "$app" --version 2>"$out/version.log")" = "desk-app $1" ]; }
# The whole answer is kept, so that a journey that fails says why.
asked() { local name=$1; shift; officer "$app" "$@" --json --profile /home/officer/desk >"$out/$name.json" 2>"$out/$name.log"; }

officer sh /home/officer/old.run >"$out/install.log" 2>&1 || fail "unpacking: $(tail -1 "$out/install.log")"
says "$old" || fail "the program does not start"
step "unpacked by an officer without network or root rights: $old, $(du -sm "$home" | cut -f1) MB"

officer "$app" doctor --json --profile /home/officer/none >"$out/doctor.json" || true
for part in ocr fonts; do grep -q "\"id\": \"$part\", \"state\": \"ok\"" "$out/doctor.json" || fail "doctor: $part"; done
step "the doctor finds OCR models and fonts"

# Pictures alone would not tell: without a face every letter is a box.
cat >"$root/home/officer/faces.py" <<'PY'
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QRawFont

app = QGuiApplication([])
face = QRawFont.fromFont(QFont())
assert QFontDatabase.families() and face.isValid() and all(face.supportsCharacter(ord(sign)) for sign in "ễặĐ")
print(face.familyName())
PY
version=/home/officer/.local/opt/desk-app/versions/$old
face=$(officer LD_LIBRARY_PATH="$version/lib" FONTCONFIG_FILE="$version/etc/fonts.conf" "$version/bin/python3.11" -I /home/officer/faces.py) ||
  fail "no face with Vietnamese letters for the screen"
step "the screen has a face with Vietnamese letters: $face"

officer "$app" demo --headless --json --profile /home/officer/desk --out /home/officer/papers >"$out/demo.json" 2>"$out/demo.log" ||
  fail "five steps: $(tail -1 "$out/demo.json")"
grep -q '"acknowledged": true' "$out/demo.json" || fail "the province did not acknowledge"
signed=0
for file in "$root"/home/officer/papers/*.pdf; do
  said=$(pdfsig -nocert "$file" 2>/dev/null || true)
  ! grep -q 'Signature is Invalid\|Digest Mismatch' <<<"$said" || fail "not accepted by pdfsig: $(basename "$file")"
  [ "$(grep -c 'Signature is Valid' <<<"$said" || true)" = 0 ] || signed=$((signed + 1))
done
[ "$signed" -ge 3 ] || fail "only $signed signed papers"
code=$(sed -n 's/.*"dossier_code": "\([^"]*\)".*/\1/p' "$out/demo.json")
kept() {
  asked "verify-$1" dossier verify "$code" && grep -q '"whole": true' "$out/verify-$1.json" ||
    fail "$code after $1: $(tail -1 "$out/verify-$1.json") $(tail -1 "$out/verify-$1.log")"
}
step "five steps headless, $signed signed papers accepted by pdfsig outside"

officer "$app" demo --screens /home/officer/screens --json >"$out/screens.json" 2>"$out/screens.log" || fail "screens: $(tail -1 "$out/screens.log")"
cp "$root"/home/officer/screens/*.png "$out/"
step "the window drew $(find "$out" -name '*.png' | wc -l) screens with its own libraries"

asked backup backup /home/officer/backup && grep -q '"verified": true' "$out/backup.json" || fail "backup: $(tail -1 "$out/backup.json")"
step "a backup was made and restored on trial"

setsid unshare --net chroot --userspec=1000:1000 "$root" env -i PATH=/usr/bin:/bin HOME=/home/officer sh /home/officer/new.run >/dev/null 2>&1 &
breaking=$!
for ((i = 0; i < 600; i++)); do [ -d "$home/versions/$new.new/lib" ] && break; sleep 0.1; done
kill -9 -- "-$breaking" 2>/dev/null || true; wait "$breaking" 2>/dev/null || true
[ "$(cat "$home/current.txt")" = "$old" ] && says "$old" || fail "a broken upgrade hurt the version before it"
step "an upgrade ended in the middle: $old still starts"

head -c 3000000 "$root/home/officer/new.run" >"$root/home/officer/cut.run"
! officer sh /home/officer/cut.run >/dev/null 2>&1 || fail "a cut archive was taken"
says "$old" || fail "a cut archive hurt the version before it"
step "a cut archive is refused: $old still starts"

officer sh /home/officer/new.run >"$out/upgrade.log" 2>&1 || fail "upgrade: $(tail -1 "$out/upgrade.log")"
says "$new" || fail "$new does not start after the upgrade: $(tail -1 "$out/version.log")"
kept "the-upgrade"
step "upgraded to $new; $code is whole"

asked rollback update rollback && grep -q "\"program\": \"$old\"" "$out/rollback.json" || fail "the way back: $(tail -1 "$out/rollback.json")"
says "$old" || fail "$old does not start after the way back: $(tail -1 "$out/version.log")"
kept "the-way-back"
step "went back to $old; $code is whole"

rm -rf "$home"
[ -f "$root/home/officer/desk/desk.db" ] || fail "the removal took data"
step "removed; the desk's data are kept"
