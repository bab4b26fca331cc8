#!/bin/bash
# A bare Debian 12 that boots, for installing the package as on a new computer: no compiler, no library of ours. Needs
# root, debootstrap and a mirror; takes a minute or two, once.
#
#     installed-root.sh ROOT PACKAGE.deb   makes ROOT where it is not there, then fetches what the package needs into its
#                                          cache, so that apt-get finds it in a lab without network (LAB_BASE=ROOT)
#
# MIRROR says where debootstrap finds Debian. Packages are fetched by this machine's own apt, with its settings.
set -euo pipefail

root=$(realpath -m "${1:?usage: installed-root.sh ROOT PACKAGE.deb}")
package=$(realpath "${2:?usage: installed-root.sh ROOT PACKAGE.deb}")
log=$root.log
tried() { "$@" >> "$log" 2>&1 || { tail -n 5 "$log" >&2; exit 1; }; }

: > "$log"
if [ ! -e "$root/etc/debian_version" ]; then
    rm -rf --one-file-system "$root.new"
    # procps is what the checks look with.
    tried debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus,procps bookworm "$root.new" \
        "${MIRROR:-http://deb.debian.org/debian}"
    mv "$root.new" "$root"
fi
apt() {
    apt-get --quiet=2 -o Dir::State="$root/var/lib/apt" -o Dir::State::status="$root/var/lib/dpkg/status" \
        -o Dir::Cache="$root/var/cache/apt" -o Dir::Etc::sourcelist="$root/etc/apt/sources.list" \
        -o Dir::Etc::sourceparts=- -o Dir::Etc::trustedparts="$root/etc/apt/trusted.gpg.d" -o APT::Sandbox::User=root \
        -o APT::Update::Post-Invoke::= "$@"
}
tried apt update
tried apt --yes --download-only install "$package"
