#!/usr/bin/env bash
# The life of the Windows set-up program under Wine 10: install, start, five steps, break, upgrade, remove.
# usage: journey.sh ROOT SETUP NEWER OUT      ROOT: made by wine/make_root.sh; VERSIONs are in the files' names
# Prints one line a step; ends with the first step that fails. Needs root rights, mingw-w64, pdfsig and .venv.
# Wine is kinder than Windows: what it cannot show is in docs/windows-first-run.md.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd) top=$(cd "$here/../.." && pwd) python=$(cd "$here/../.." && pwd)/.venv/bin/python
root=$(realpath "$1") setup=$(realpath "$2") newer=$(realpath "$3") out=$(realpath -m "$4")
version_of() { basename "$1" | sed 's/^desk-app-\(.*\)-setup.exe$/\1/'; }
old=$(version_of "$setup") new=$(version_of "$newer")
work=$(mktemp -d /var/tmp/desk-wine.XXXXXX); trap 'rm -rf "$work"' EXIT
mkdir -p "$out" "$work/papers"
cp "$setup" "$work/setup.exe"; cp "$newer" "$work/newer.exe"
home="$work/prefix/drive_c/users/root" links="AppData/Roaming/Microsoft/Windows/Start Menu/Programs/desk-app"
program="$home/AppData/Local/Programs/desk-app" data="$home/AppData/Local/desk-app/Tập huấn"
exe='C:\users\root\AppData\Local\Programs\desk-app\desk-app.exe'
profile='C:\users\root\AppData\Local\desk-app\Tập huấn'
step() { printf 'ok: %s\n' "$*"; }
fail() { printf 'FAILED: %s\n' "$*"; exit 1; }
wine() { "$here/wine/inside.sh" "$root" "$work" "$@"; }
# In the background its own process id is needed: ending it ends every process of that Wine.
alone() { exec "$here/wine/inside.sh" "$root" "$work" "$@"; }
desk() { wine "$exe" "$@" | tr -d '\r'; }
says() { [ "$(desk --version)" = "desk-app $1" ]; }
# Two holes of Wine are filled in the installed tree, for the trial only.
mend() { "$python" "$here/wine/shims.py" "$program/versions/$1/site" "$work/prefix/drive_c/windows/system32"; }
# The whole answer is kept, so that a journey that fails says why.
asked() { local name=$1; shift; desk "$@" --json --profile "$profile" >"$out/$name.json" 2>"$out/$name.log"; }
kept() { asked verify dossier verify "$code" && grep -q '"whole": true' "$out/verify.json"; }

# Asked with /reg:64: the set-up program writes for 64-bit programs, and Wine's own reg may be the 32-bit one.
wine setup.exe /S /CurrentUser
[ -f "$program/desk-appw.exe" ] && [ "$(cat "$program/current.txt")" = "$old" ] || fail "files of the program"
[ "$(find "$home/$links" -name '*.lnk' | wc -l)" = 2 ] || fail "start-menu entries"
wine reg query 'HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\desk-app' /reg:64 /v DisplayVersion | grep -q "$old" || fail "entry in the list of programs"
wine reg query 'HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\desk-app' /reg:64 /v Contact | grep -q '@' || fail "nobody is named for questions of security"
says "$old"
mend "$old"
step "installed silently for one user: $old, $(du -sm "$program" | cut -f1) MB, start-menu entries, list of programs"

desk doctor --json --profile "$profile" >"$out/doctor.json" || true
for part in ocr fonts; do grep -q "\"id\": \"$part\", \"state\": \"ok\"" "$out/doctor.json" || fail "doctor: $part"; done
step "the doctor finds OCR models and fonts"

desk demo --headless --json --profile "$profile" --out 'Z:\win\papers' >"$out/demo.json" 2>"$out/demo.log"
grep -q '"acknowledged": true' "$out/demo.json"
signed=0
for file in "$work"/papers/*.pdf; do
  said=$(pdfsig -nocert "$file" 2>/dev/null || true)
  ! grep -q 'Signature is Invalid\|Digest Mismatch' <<<"$said" || fail "not accepted by pdfsig: $(basename "$file")"
  [ "$(grep -c 'Signature is Valid' <<<"$said" || true)" = 0 ] || signed=$((signed + 1))
done
[ "$signed" -ge 3 ] || fail "only $signed signed papers"
code=$(sed -n 's/.*"dossier_code": "\([^"]*\)".*/\1/p' "$out/demo.json")
step "five steps headless in a profile with a Vietnamese name, $signed signed papers accepted by pdfsig outside"

cp "$here/wine/narrow_trial.py" "$work/"
python_exe="C:\\users\\root\\AppData\\Local\\Programs\\desk-app\\versions\\$old\\python.exe"
wine "$python_exe" -X utf8 'Z:\win\narrow_trial.py' "$profile" | grep -q 'signed through 32 bit' || fail "32-bit module"
step "a 32-bit module signed through the broker"

WINE_ENV='WINE_WAIT=900' alone 'C:\users\root\AppData\Local\Programs\desk-app\desk-appw.exe' --profile "$profile" >/dev/null 2>&1 &
shown=$!
for ((i = 0; i < 120; i++)); do
  sleep 5
  ! "$python" "$here/wine/picture.py" "$work/screen/Xvfb_screen0" "$out/window.png" 2>/dev/null || break
done
sleep 20
"$python" "$here/wine/picture.py" "$work/screen/Xvfb_screen0" "$out/window.png" || fail "no window on the screen"
kill -9 "$shown"; wait "$shown" 2>/dev/null || true
step "the window was shown and pictured"

asked backup backup 'Z:\win\backup' && grep -q '"verified": true' "$out/backup.json" || fail "backup: $(tail -1 "$out/backup.json")"
step "a backup was made and restored on trial"

# A set-up program that is ended in the middle leaves the version before it.
alone newer.exe /S /CurrentUser &
breaking=$!
for ((i = 0; i < 600; i++)); do [ -d "$program/versions/$new.new/site/PySide6" ] && break; sleep 0.2; done
[ -d "$program/versions/$new.new" ] || fail "the upgrade did not begin"
kill -9 "$breaking"; wait "$breaking" 2>/dev/null || true
[ "$(cat "$program/current.txt")" = "$old" ] && says "$old" || fail "a broken upgrade hurt the version before it"
step "an upgrade ended in the middle: $old still starts"

wine newer.exe /S /CurrentUser
says "$new" || fail "$new does not start after the upgrade"
mend "$new"
kept || fail "$code after the upgrade: $(tail -1 "$out/verify.json") $(tail -1 "$out/verify.log")"
[ -d "$program/versions/$old" ] && [ "$(cat "$program/previous.txt")" = "$old" ] && [ ! -e "$program/versions/$new.new" ] || fail "the way back"
step "upgraded to $new; $code is whole; $old is kept for the way back"

wine 'C:\users\root\AppData\Local\Programs\desk-app\uninstall.exe' /S /CurrentUser '_?=C:\users\root\AppData\Local\Programs\desk-app'
[ ! -e "$program/versions" ] && [ ! -e "$program/desk-app.exe" ] && [ ! -e "$home/$links" ] || fail "the removal left files of the program"
! wine reg query 'HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\desk-app' /reg:64 >/dev/null 2>&1 || fail "the list of programs"
[ -f "$data/desk.db" ] || fail "the removal took data"
step "removed; the desk's data are kept"

printf 'default.session.lock_minutes = 7\n' >"$work/policy.toml"
wine setup.exe /S /AllUsers '/ANSWERS=Z:\win\policy.toml'
machine="$work/prefix/drive_c/Program Files/desk-app"
[ -f "$machine/versions/$old/python.exe" ] && grep -q lock_minutes "$machine/policy.toml" || fail "files for the whole machine"
wine reg query 'HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall\desk-app' /reg:64 /v InstallLocation >/dev/null || fail "entry of the machine"
step "installed silently for the whole machine, with its answers"
