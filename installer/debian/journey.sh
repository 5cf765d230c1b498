#!/usr/bin/env bash
# The life of the package on a bare root: install, start, upgrade keeping data, remove keeping data, purge.
# usage: journey.sh ROOT PACKAGE NEWER OUT      ROOT: made by installer/roots/make_root.sh; a copy of it is used
# Prints one line a step; ends with the first step that fails. Needs root rights and pdfsig.
set -euo pipefail
base=$(realpath "$1") package=$(realpath "$2") newer=$(realpath "$3") out=$(realpath -m "$4")
root=$(mktemp -d /var/tmp/desk-journey.XXXXXX)
mkdir -p "$out"
cleanup() {
  for place in dev/shm dev/pts dev sys proc; do umount -l "$root/$place" 2>/dev/null || true; done
  rm -rf "$root"
}
trap cleanup EXIT
step() { printf 'ok: %s\n' "$*"; }
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
alone() { unshare --net chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
# The whole answer is kept, so that a journey that fails says why.
asked() { local name=$1; shift; officer desk-app "$@" --json --profile /home/officer/desk >"$out/$name.json" 2>"$out/$name.log"; }
officer() { inside runuser -u officer -- env HOME=/home/officer OMP_THREAD_LIMIT=1 "$@"; }

cp -a "$base/." "$root/"
for place in proc sys dev dev/pts; do mkdir -p "$root/$place"; done
mount -t proc proc "$root/proc"; mount --rbind /sys "$root/sys"; mount --bind /dev "$root/dev"
mount -t devpts devpts "$root/dev/pts" 2>/dev/null || true
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"

# What the distribution brings is fetched first, so that the package itself is put in without any network.
wanted=$(dpkg-deb -f "$package" Depends | tr ',' '\n' | sed 's/([^)]*)//g; s/^ *//; s/ *$//')
names=()
inside apt-get update -qq
while IFS= read -r line; do
  for name in ${line//|/ }; do
    if [ -n "$(inside apt-cache show "$name" 2>/dev/null)" ]; then names+=("$name"); break; fi
  done
done <<<"$wanted"
inside apt-get install -y -qq --no-install-recommends "${names[@]}" softhsm2 xvfb xauth >"$out/apt.log" 2>&1
step "the distribution's part is there: ${#names[@]} packages"

cp "$package" "$newer" "$root/var/tmp/"
alone dpkg -i "/var/tmp/$(basename "$package")" >"$out/install.log" 2>&1
step "installed without a network: $(inside dpkg-query -W -f '${Version}' desk-app)"

inside useradd --create-home officer
officer desk-app doctor --json --profile /home/officer/none >"$out/doctor.json" || true
grep -q '"id": "ocr", "state": "ok"' "$out/doctor.json"
grep -q '"id": "fonts", "state": "ok"' "$out/doctor.json"
step "the doctor finds OCR models and fonts"

officer desk-app demo --headless --json --profile /home/officer/desk --out /home/officer/papers >"$out/demo.json" 2>"$out/demo.log"
grep -q '"acknowledged": true' "$out/demo.json"
signed=0
for file in "$root"/home/officer/papers/*.pdf; do
  said=$(pdfsig -nocert "$file" 2>/dev/null || true)
  # Prepared places and document time stamps are listed too; pdfsig validates neither.
  made=$(grep -c 'Signature is Valid' <<<"$said" || true)
  ! grep -q 'Signature is Invalid\|Digest Mismatch' <<<"$said" || { echo "not accepted by pdfsig: $(basename "$file")"; exit 1; }
  [ "$made" = 0 ] || signed=$((signed + 1))
done
[ "$signed" -ge 3 ]
step "five steps headless, $signed signed papers accepted by pdfsig outside"

officer xvfb-run -a timeout 300 desk-app demo --screens /home/officer/screens --json >"$out/screens.json" 2>"$out/screens.log"
cp "$root"/home/officer/screens/*.png "$out/"
step "the window drew $(find "$out" -name '*.png' | wc -l) screens"

code=$(sed -n 's/.*"dossier_code": "\([^"]*\)".*/\1/p' "$out/demo.json")
asked backup backup /home/officer/backup
grep -q '"verified": true' "$out/backup.json"
step "a backup was made and restored on trial"

kept() {
  asked "verify-$1" dossier verify "$code" && grep -q '"whole": true' "$out/verify-$1.json" ||
    { echo "FAILED: $code after $1: $(tail -1 "$out/verify-$1.json") $(tail -1 "$out/verify-$1.log")"; exit 1; }
}
alone dpkg -i "/var/tmp/$(basename "$newer")" >"$out/upgrade.log" 2>&1
kept the-upgrade
step "upgraded to $(inside dpkg-query -W -f '${Version}' desk-app); $code is whole"

inside dpkg -r desk-app >"$out/remove.log" 2>&1
[ ! -e "$root/usr/bin/desk-app" ] && [ -f "$root/home/officer/desk/desk.db" ] && [ -f "$root/etc/desk-app/policy.toml" ]
step "removed; the desk's data and the administrator's settings are kept"

alone dpkg -i "/var/tmp/$(basename "$newer")" >>"$out/install.log" 2>&1
kept the-new-install
step "installed again; $code is whole"

inside dpkg -P desk-app >"$out/purge.log" 2>&1
[ ! -e "$root/usr/lib/desk-app" ] && [ ! -e "$root/etc/desk-app" ] && [ -f "$root/home/officer/desk/desk.db" ]
step "purged; dossiers are records and stay with the office"
