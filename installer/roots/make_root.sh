#!/usr/bin/env bash
# A bare Debian root for trials of the packages. Needs root rights and debootstrap.
# usage: make_root.sh SUITE ROOT        SUITE: bookworm, trixie; about two minutes
set -euo pipefail
suite=${1:?usage: make_root.sh SUITE ROOT} root=${2:?usage: make_root.sh SUITE ROOT}
[ -f "$root/.desk-root" ] && exit 0
mirror=$(sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/debian.sources 2>/dev/null | head -1)
rm -rf "$root"
debootstrap --variant=minbase --include=ca-certificates "$suite" "$root" ${mirror:+"$mirror"} >&2
# The trial root reaches the same registries in the same way as the machine it stands on.
cp -aL /etc/hosts /etc/resolv.conf "$root/etc/" 2>/dev/null || true
cp -a /etc/apt/apt.conf.d/. "$root/etc/apt/apt.conf.d/" 2>/dev/null || true
rm -f "$root"/etc/apt/apt.conf.d/docker-*
cp -a /etc/ssl/certs/. "$root/etc/ssl/certs/"
touch "$root/.desk-root"
