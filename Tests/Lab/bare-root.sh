#!/bin/bash
# Runs a command in a clone of this repository, in a Debian 12 that has only a Swift toolchain and make. Needs root,
# debootstrap and git.
#
#     bare-root.sh [OPTION]… ROOT TOOLCHAIN REPOSITORY COMMAND…
#     bare-root.sh /var/tmp/bare /usr/local/swift . make demo
#
# ROOT is made on first use (debootstrap, minimal variant) and not changed afterwards: everything that the command
# installs and builds goes to ROOT.upper, an overlay. It is kept, so that a second command finds it; --fresh removes it.
# TOOLCHAIN is the folder that holds usr/bin/swift, or bin/swift. REPOSITORY is cloned: only what is committed is there.
#
#     --fresh           start from the bare root again, with a new clone
#     --bind FROM[:TO]  show a folder inside, for reading (a mirror of Swift packages, test material)
#     --copy FILE       have a file inside under the same path (a git or apt configuration, certificates)
#     --mirror URL      where debootstrap finds Debian
set -euo pipefail

fresh=
binds=()
copies=(/etc/resolv.conf)
mirror=http://deb.debian.org/debian
while [[ ${1-} == --* ]]; do
    case $1 in
        --fresh) fresh=1 && shift ;;
        --bind) binds+=("$2") && shift 2 ;;
        --copy) copies+=("$2") && shift 2 ;;
        --mirror) mirror=$2 && shift 2 ;;
        *) echo "bare-root.sh: unknown option $1" >&2 && exit 64 ;;
    esac
done
if [ $# -lt 4 ]; then
    sed -n '2,/^set/{s/^# \{0,1\}//;/^set/!p}' "$0" >&2
    exit 64
fi
root=$(realpath -m "$1")
toolchain=$(realpath "$2")
repository=$(realpath "$3")
shift 3

if [ ! -e "$root/etc/debian_version" ]; then
    # make is the one thing added: it is the command itself.
    debootstrap --variant=minbase --include=make bookworm "$root" "$mirror" > "$root.log" 2>&1 \
        || { tail -n 5 "$root.log" >&2; exit 1; }
fi
[ -z "$fresh" ] || rm -rf "$root.upper"
if [ ! -d "$root.upper/files/src/segmentd" ]; then
    mkdir -p "$root.upper/files/src" "$root.upper/work" "$root.upper/merged"
    git clone --quiet "$repository" "$root.upper/files/src/segmentd"
fi

# Mounts live in a name space of their own and go with it.
export root toolchain binds_text="${binds[*]-}" copies_text="${copies[*]}"
exec unshare --mount --pid --fork --kill-child -- bash -euc '
    merged=$root.upper/merged
    mount -t overlay overlay -o "lowerdir=$root,upperdir=$root.upper/files,workdir=$root.upper/work" "$merged"
    mount -t proc proc "$merged/proc"
    mount --rbind /sys "$merged/sys"
    mount --rbind /dev "$merged/dev"
    show() { mkdir -p "$merged$2" && mount --bind "$1" "$merged$2" && mount -o remount,bind,ro "$merged$2"; }
    show "$toolchain" /usr/local/swift
    for bind in $binds_text; do show "${bind%%:*}" "${bind#*:}"; done
    for file in $copies_text; do mkdir -p "$merged$(dirname "$file")" && cp -L "$file" "$merged$file"; done
    exec chroot "$merged" /usr/bin/env -i HOME=/root LANG=C.UTF-8 TERM="${TERM:-dumb}" \
        PATH=/usr/local/swift/usr/bin:/usr/local/swift/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        bash -c "cd /src/segmentd && \"\$@\"" bash "$@"
' bash "$@"
