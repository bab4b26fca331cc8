#!/bin/bash
# The life of the Debian package on a bare Debian 12 with a real systemd: installed, upgraded while images are in work
# and others wait, removed, purged. A transcript: what is typed, what is printed, and whether it is as it should be.
# Needs root and what systemd-lab.sh and installed-root.sh need.
#
#     package-check.sh PACKAGE.deb ROOT     ROOT is made by installed-root.sh where it is not there
set -uo pipefail

package=$(realpath "${1:?usage: package-check.sh PACKAGE.deb ROOT}")
LAB_BASE=$(realpath -m "${2:?usage: package-check.sh PACKAGE.deb ROOT}")
export LAB_BASE
program=
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/checks.sh"

"$here/installed-root.sh" "$LAB_BASE" "$package" || exit 1

section() { printf '\n== %s\n' "$*"; }
# typed COMMAND: as an operator types it, with what is printed; gives its status.
typed() {
    echo "  # $*"
    run env DEBIAN_FRONTEND=noninteractive bash -c "cd /root; $*" 2>&1 | sed 's/^/    /'
    return "${PIPESTATUS[0]}"
}
printed() { run bash -c "cd /root; $*" 2>&1; }
installed_version() { run dpkg-query --show --showformat='${db:Status-Status} ${Version}' segmentd; }
inodes() { run sh -c "stat -c '%n %i %Y' $data/*_summary.json"; }
# times_done: how often each image was done, each number once.
times_done() {
    journal "MESSAGE_ID=$image_done" | $python -c 'import collections, json, sys
counts = collections.Counter(json.loads(line)["SEGMENTD_IMAGE"] for line in sys.stdin)
print(len(counts), *sorted(set(counts.values())))'
}
# processes: how many daemons had images of the upgrade.
processes() {
    journal "MESSAGE_ID=$image_done" | $python -c 'import json, sys
print(len({entry["_PID"] for entry in map(json.loads, sys.stdin) if "/large_" in entry["SEGMENTD_IMAGE"]}))'
}
summaries_are() { [ "$(run sh -c "ls $data | grep -c _summary.json")" = "$1" ]; }
# The next version: the same files under a higher number.
next_version() {
    local folder
    folder=$(mktemp --directory)
    dpkg-deb --raw-extract "$package" "$folder/next"
    sed -i 's/^Version: .*/&+next/' "$folder/next/DEBIAN/control"
    dpkg-deb --root-owner-group -Znone --build "$folder/next" "$root/root/next.deb" > /dev/null
    rm -r "$folder"
}

start_lab
cp "$package" "$root/root/segmentd.deb"
next_version
version=$(dpkg-deb --field "$package" Version)
echo "$(run sh -c '. /etc/os-release; echo "$PRETTY_NAME"'), ${package##*/}"

section "Install"
begin=$(now)
typed "apt-get --quiet=2 --yes -o Dpkg::Use-Pty=0 install ./segmentd.deb < /dev/null 2>&1 | grep -v Reading | tail -n 4"
note "$(($(since "$begin") / 1000)) s, with $(run dpkg-query --show | wc -l) packages on the system now"
check "it is installed" "$(installed_version)" "installed $version"
check "nothing of it is broken" "$(printed 'dpkg --audit; dpkg --verify segmentd')" ""
check "with an OpenCL runtime and a linker" \
    "$(says run dpkg-query --show pocl-opencl-icd),$(says run sh -c 'command -v ld')" yes,yes
check "the unit is there, neither enabled nor started before it is configured" \
    "$(run systemctl is-enabled segmentd):$(show LoadState):$(show ActiveState)" disabled:loaded:inactive
check "the account is a system account without a shell" \
    "$(printed 'getent passwd segmentd' | cut -d: -f1,7):$(says run sh -c '[ $(id -u segmentd) -lt 1000 ]')" \
    segmentd:/usr/sbin/nologin:yes
typed segmentd check
check "check says that nothing is configured, by 78" "$?" 78
check "and what to do" "$(printed segmentd check | grep -c 'segmentd setup')" 1
typed systemctl start segmentd
check "started all the same, it fails at once, for good" \
    "$(show ActiveState):$(show ExecMainStatus):$(show NRestarts)" failed:78:0
run systemctl reset-failed segmentd

section "Images"
add_microscope
add_large_stock
configure_by_hand
typed segmentd check
check "check finds the configuration by itself, and no problem" "$?" 0
typed systemctl enable --now segmentd
check "the service starts" "$(show ActiveState)" active
for number in 0 1 2 3; do drop "$number" "before_$number"; done
for number in 0 1 2 3; do segmented "before_$number" 120; done
check "images are segmented, and equal APOC's" \
    "$(for number in 0 1 2 3; do says equals_apoc "before_$number" "$number" nuclei; done | xargs)" "yes yes yes yes"
before=$(inodes)

section "Upgrade, with an image in work and others waiting"
main=$(show MainPID)
# The microscope goes on all the while.
run runuser -u scope -- sh -c "umask 007
    for number in 1 2 3; do cp /data/stock/large.tif $data/large_\$number.tif; done
    while [ ! -e /tmp/enough ]; do
        number=\$((number + 1))
        cp /data/stock/large.tif $data/large_\$number.tif
        sleep 1
    done" &
microscope=$!
until_true 60 in_work
for number in 0 1 2 3; do drop "$number" "waiting_$number"; done
check "one is in work, and others wait" "$(says in_work):$(says is_there $data/waiting_3_summary.json)" yes:no
begin=$(now)
typed "apt-get --quiet=2 --yes install ./next.deb < /dev/null 2>&1 | grep -v Reading | tail -n 4"
note "$(($(since "$begin") / 1000)) s"
check "the next version is installed" "$(installed_version)" "installed $version+next"
check "the service runs, another process" "$(show ActiveState):$(says test "$(show MainPID)" != "$main")" active:yes
check "of the program that lies there" "$(run readlink "/proc/$(show MainPID)/exe")" /usr/bin/segmentd
check "the one before ended well" \
    "$(printed "journalctl --unit segmentd --output cat" | grep -c 'Failed with result')" 1
note "(that one is the start without a configuration)"
run touch /tmp/enough
wait $microscope
drop 1 after_1
images=$(run sh -c "ls $data/*.tif | grep -cvE '_(mask|labels).tif'")
note "$images images"
until_true 300 summaries_are "$images"
check "both processes had some of them" "$(processes)" 2
check "nothing is lost" "$(run sh -c "cat $data/*_summary.json | grep -c '\"status\" *: *\"done\"'")" "$images"
check "nothing is done again: earlier summaries are the same files" \
    "$(says test "$(inodes | grep /before_)" = "$before")" yes
check "each image was done once (images, times)" "$(times_done)" "$images 1"
check "what waited equals APOC's" \
    "$(for number in 0 1 2 3; do says equals_apoc "waiting_$number" "$number" nuclei; done | xargs)" "yes yes yes yes"
check "no temporary file is left" "$(says in_work)" no
check "the configuration is as it was" "$(run grep -c nuclei.cl /etc/segmentd/segmentd.toml)" 1

section "Remove"
files=$(run dpkg --listfiles segmentd | while read -r file; do run test -f "$file" && echo "$file"; done)
note "it has $(wc -w <<< "$files") files"
results() { run sh -c "cd $data; sha256sum * | sha256sum"; }
kept=$(results)
typed "apt-get --quiet=2 --yes remove segmentd < /dev/null 2>&1 | grep -v Reading | tail -n 3"
check "the service has ended" "$(show ActiveState):$(run pgrep --count --uid segmentd)" inactive:0
check "images and results stay, byte for byte" "$(results)" "$kept"
check "of the package's files the configuration alone stays" \
    "$(for file in $files; do run test -e "$file" && echo "$file"; done | xargs)" /etc/segmentd/segmentd.toml
check "and what it knows" "$(says is_there /var/lib/segmentd)" yes

section "Purge"
run rm /etc/segmentd/nuclei.cl
typed "apt-get --quiet=2 --yes purge segmentd < /dev/null 2>&1 | grep -v Reading | tail -n 3"
check "images and results stay" "$(results)" "$kept"
left=$(run find / -xdev '(' -path /proc -o -path /sys -o -path /run -o -path /data -o -path /root ')' -prune \
    -o -name '*segmentd*' -print | grep -vE '^/(var/log|var/cache/apt|tmp)')
check "no file of the package or the service is left" "$left" ""
check "the account stays, to which results belong" "$(run stat -c %U $data/before_0_labels.tif)" segmentd
finish_checks
