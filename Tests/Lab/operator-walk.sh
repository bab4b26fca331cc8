#!/bin/bash
# A newcomer's walk through the service under a real systemd, as a transcript: what is typed, what is printed, and after
# each step whether it is as it should be. Needs root and what systemd-lab.sh and the daemon need.
#
#     operator-walk.sh PROGRAM [PACKAGE.deb [ROOT]]
#
# From the Debian package where one is given; in ROOT, a bare root that installed-root.sh has made for it, where that is
# given too. Without, the program's files are copied into the lab, and what only a package does is left out.
set -uo pipefail

program=$(realpath "${1:?usage: operator-walk.sh PROGRAM [PACKAGE.deb [ROOT]]}")
package=${2:+$(realpath "$2")}
export LAB_BASE=${3:+$(realpath "$3")}
[ -n "$LAB_BASE" ] || unset LAB_BASE
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/checks.sh"

section() { printf '\n== %s\n' "$*"; }
# typed COMMAND: as an operator types it, with what is printed, which stays in `said`; gives its status.
typed() {
    local status
    echo "  # $*"
    said=$(run bash -c "cd /root; $*" 2>&1)
    status=$?
    # Without progress that overwrote itself.
    [ -z "$said" ] || sed 's/.*\r//; s/^/    /' <<< "$said"
    return $status
}
# printed COMMAND: what it prints, both kinds.
printed() { run bash -c "cd /root; $*" 2>&1; }
# has TEXT PATTERN: whether a line of the text matches.
has() { says grep -qE -- "$2" <<< "$1"; }
events() { run journalctl --unit segmentd --output cat "SEGMENTD_EVENT=$1" | grep -c .; }
# groups_of PID: the names of a running process's groups.
groups_of() {
    run sh -c "getent group \$(sed -n 's/^Groups:[[:space:]]*//p' /proc/$1/status)" | cut -d: -f1 | xargs
}
summaries() { run sh -c "ls $data | grep -c _summary.json"; }
inodes() { run sh -c "stat -c '%n %i %Y' $data/*_summary.json"; }
status_begins() { show StatusText | grep -q -- "^$1"; }
is_well() { show StatusText | grep -q '^watching'; }

start_lab
echo "systemd $(run systemctl --version | head -n 1 | cut -d' ' -f2-),\
 $(run sh -c '. /etc/os-release; echo "$PRETTY_NAME"'),\
 $([ -n "$package" ] && echo "from ${package##*/}" || echo "without a package: the files are copied")"

section "1. Install"
if [ -n "$package" ]; then
    cp -n "$package" "$root/root/"
    typed "DEBIAN_FRONTEND=noninteractive apt-get --yes install ./${package##*/} 2>&1 | tail -n 5"
    check "the package is installed" "$(run dpkg-query --show --showformat='${db:Status-Status}' segmentd)" installed
    note "installed size $(run dpkg-query --show --showformat='${Installed-Size}' segmentd) KiB"
else
    install_files
fi
check "walk, step 1: the program is where the unit looks for it" \
    "$(says run test -x "$(run systemctl cat segmentd | sed -n 's/^ExecStart=\([^ ]*\).*/\1/p')")" yes
check "walk, step 2: the unit is where systemd looks for it" "$(run realpath "$(show FragmentPath)")" \
    /usr/lib/systemd/system/segmentd.service
check "walk, step 3: systemd has read it" "$(show LoadState):$(show NeedDaemonReload)" loaded:no
check "walk, step 4: the service's user and group are there" "$(printed 'id -un segmentd; id -gn segmentd' | xargs)" \
    "segmentd segmentd"
check "walk, step 11: ld is there, which PoCL links its kernels with" "$(says run sh -c 'command -v ld')" yes
typed segmentd devices
check "and a device is found" "$?" 0
typed "segmentd selftest | tail -n 3"
check "the built-in cases come out right on it" "$(says run segmentd selftest)" yes
add_microscope
add_large_stock
cp "$fixtures/classifiers/nuclei.cl" "$root/root/nuclei.cl"
chmod 600 "$root/root/nuclei.cl"
run install -d -m 755 -o scope -g scope $data

section "2. Set up the first folder"
if run segmentd help setup | grep -q 'segmentd setup'; then
    typed "segmentd setup --folder $data --classifier nuclei.cl --group microscopy --yes"
    check "setup succeeds" "$?" 0
    check "and prints the commands that an operator could have typed" \
        "$(has "$said" usermod):$(has "$said" chmod):$(has "$said" 'systemctl enable')" yes:yes:yes
else
    check "there is segmentd setup" no yes
    configure_by_hand
    run systemctl start segmentd
fi
check "the service runs" "$(is_active && echo yes)" yes
main=$(show MainPID)
check "walk, step 5: the microscope's group may write into the folder" "$(run stat -c %G:%A $data | cut -c 1-18)" \
    microscopy:drwxrws
check "walk, step 6: what comes there has its group (setgid)" "$(says run test -g $data)" yes
check "walk, step 7: the running service is in that group" "$(has "$(groups_of "$main")" '\bmicroscopy\b')" yes
check "walk, step 8: the service's user reads the classifier" \
    "$(says run runuser -u segmentd -- sh -c 'cat /etc/segmentd/*.cl > /dev/null')" yes
typed segmentd check
check "check has nothing against it" "$?" 0
typed runuser -u segmentd -- segmentd check
check "as the service's user neither" "$?" 0

section "3. Images"
before=$(summaries)
for number in 0 1 2; do drop "$number" "scan_$number"; segmented "scan_$number"; done
for number in 0 1 2; do
    check "scan_$number.tif: labels and mask are APOC's" "$(says equals_apoc "scan_$number" "$number" nuclei)" yes
done
typed segmentd explain $data/scan_0.tif
check "explain says done" "$(has "$(printed segmentd explain $data/scan_0.tif)" 'scan_0.tif: done')" yes
until_true 12 status_has "$((before + 3)) done"
typed "systemctl status segmentd --no-pager --lines 3"
check "the status line begins with what is watched" "$(says is_well)" yes
typed segmentd status

section "4. The journal"
typed "journalctl --unit segmentd SEGMENTD_IMAGE=$data/scan_0.tif --output cat"
entry=$(journal "MESSAGE_ID=$image_done" "SEGMENTD_IMAGE=$data/scan_0.tif")
note "$($python -c 'import json, sys
entry = json.loads(sys.argv[1])
print({key: entry[key] for key in sorted(entry) if key.startswith("SEGMENTD_")})' "$entry")"
fields_of() { $python -c 'import json, sys
entry = json.loads(sys.argv[1])
print(*[key for key in sys.argv[2:] if key not in entry])' "$@"; }
check "the record of an image has the fields that queries need" "$(fields_of "$entry" MESSAGE_ID SEGMENTD_IMAGE \
    SEGMENTD_OBJECTS SEGMENTD_CLASSIFIER SEGMENTD_EVENT SEGMENTD_FOLDER)" ""
check "every record of the service has a MESSAGE_ID" "$(journal SYSLOG_IDENTIFIER=segmentd | $python -c 'import json, sys
print(*{json.loads(line)["MESSAGE"] for line in sys.stdin if "MESSAGE_ID" not in json.loads(line)})')" ""
head -c 1000 "$fixtures/acquisition/0.tif" | run tee $data/cut.tif > /dev/null
run chown scope:microscopy $data/cut.tif
segmented cut 60
explained="journalctl --unit segmentd SEGMENTD_EVENT=image-failed --catalog --no-pager"
typed "$explained"
check "a failed image has cause and remedy in the catalog" \
    "$(has "$(printed "$explained")" '^(-- |░░ )(Subject|Support)')" yes
run sh -c "rm $data/cut*"

section "5. A classifier that the service cannot read, a folder that is not there"
run chmod 600 /etc/segmentd/nuclei.cl
typed systemctl reload segmentd
check "walk, step 9: it is called unreadable" \
    "$(says until_true 10 status_has 'cannot be read')" yes
check "not refused" "$(has "$(show StatusText)" refused)" no
note "STATUS: $(show StatusText)"
run chmod 644 /etc/segmentd/nuclei.cl
check "and it is over by itself" "$(says until_true 30 is_well)" yes
run cp /etc/segmentd/segmentd.toml /root/good.toml
run tee --append /etc/segmentd/segmentd.toml > /dev/null << 'END'

[[folder]]
path = "/data/later"

    [[folder.recipe]]
    classifier = "/etc/segmentd/nuclei.cl"
END
typed segmentd check
check "walk, step 10: a folder that may come later is no error" "$?" 0

section "6. Another configuration, while it runs"
typed systemctl reload segmentd
check "a reload with a folder more succeeds" "$?" 0
check "by the same process" "$(show MainPID):$(show NRestarts)" "$main:0"
check "two folders are watched" "$(says until_true 10 status_has 'watching 2 folders')" yes
note "STATUS: $(show StatusText)"
run install -d -m 2770 -o scope -g microscopy /data/later
run runuser -u scope -- sh -c "umask 007; cp /data/stock/1.tif /data/later/first.tif"
check "the folder that came is taken up" "$(says until_true 30 is_there /data/later/first_summary.json)" yes
drop large large
until_true 20 in_work
run cp /root/good.toml /etc/segmentd/segmentd.toml
typed systemctl reload segmentd
check "a reload with a folder less succeeds" "$?" 0
check "an image in work is finished" "$(says segmented large 60)" yes
check "one folder is watched" "$(says until_true 10 status_has 'watching 1 folder')" yes
run runuser -u scope -- sh -c "umask 007; cp /data/stock/2.tif /data/later/second.tif"
run sed --in-place --expression '/^ *outputs = /d' \
    --expression 's|^ *classifier = .*|&\n    outputs = ["labels"]|' /etc/segmentd/segmentd.toml
typed systemctl reload segmentd
check "a changed recipe is in force" "$?" 0
drop 3 changed
segmented changed
check "and used: labels alone" "$(run sh -c "ls $data | grep -c '^changed_'")" 2
check "what was left out is left alone" "$(says is_there /data/later/second_summary.json)" no
run cp /etc/segmentd/segmentd.toml /root/changed.toml
run sh -c 'echo "quiett = 3" >> /etc/segmentd/segmentd.toml'
typed systemctl reload segmentd
check "a bad configuration is refused" "$(says test "$?" -ne 0)" yes
check "the one before stays in force, and the status says so" \
    "$(show MainPID):$(says until_true 10 status_begins degraded)" "$main:yes"
note "STATUS: $(show StatusText)"
drop 4 meanwhile
check "and works" "$(says segmented meanwhile)" yes
run cp /root/good.toml /etc/segmentd/segmentd.toml
typed systemctl reload segmentd
check "a good one ends that" "$?:$(says until_true 10 is_well)" 0:yes

section "7. Another classifier, while it runs"
run cp /data/stock/bright.cl /etc/segmentd/nuclei.cl
typed segmentd reload
check "a good one is in force when reload returns" "$?" 0
drop 2 swapped
segmented swapped
check "and used" "$(says equals_apoc swapped 2 bright)" yes
echo "not a classifier" | run tee /etc/segmentd/nuclei.cl > /dev/null
typed segmentd reload
check "a bad one is refused" "$?" 1
check "and the status says so first" "$(says until_true 10 status_begins degraded)" yes
drop 3 kept
segmented kept
check "the one before stays in force" "$(says equals_apoc kept 3 bright)" yes
run install -m 644 /data/stock/nuclei.cl /etc/segmentd/nuclei.cl
typed segmentd reload
check "a good one ends that" "$?:$(says until_true 10 is_well)" 0:yes

section "8. The folder's group is lost"
run chgrp scope $data
run sh -c "cp /data/stock/1.tif $data/closed.tif; chown scope:microscopy $data/closed.tif"
check "the status begins with it" "$(says until_true 30 status_begins "degraded: .*$data")" yes
note "STATUS: $(show StatusText)"
run chgrp microscopy $data
run chmod 2770 $data
check "images that waited go on" "$(says segmented closed 60)" yes
check "and it is over" "$(says until_true 30 is_well)" yes

section "9. kill -9"
before=$(inodes)
# All of them, so that the image stays in work.
children=$(worker | xargs)
# shellcheck disable=SC2086
run kill -STOP $children
drop 1 interrupted
until_true 10 in_work
typed kill -9 "$(show MainPID)"
check "the service is restarted" "$(says until_true 30 restarts_are 1)" yes
segmented interrupted
check "the image in work is done by the next" "$(says equals_apoc interrupted 1 nuclei)" yes
check "nothing is done again" "$(says test "$(inodes | grep -v /interrupted_)" = "$before")" yes
check "nothing is left of its workers" "$(says run test -e "/proc/${children%% *}"):$(says in_work)" no:no

section "10. A daemon that hangs (with a shorter time; that is the one change)"
run install -d /run/systemd/system/segmentd.service.d
printf '[Service]\nWatchdogSec=4\n' | run tee /run/systemd/system/segmentd.service.d/shorter.conf > /dev/null
run systemctl daemon-reload
run systemctl restart segmentd
main=$(show MainPID)
typed kill -STOP "$main"
check "it is killed and restarted" "$(says until_true 30 restarts_are 1):$(says run test -e "/proc/$main")" yes:no
typed "journalctl --unit segmentd --output cat | grep -m 1 Watchdog"
run rm /run/systemd/system/segmentd.service.d/shorter.conf
run systemctl daemon-reload
run systemctl restart segmentd

section "11. Upgrade, while images arrive"
if [ -n "$package" ]; then
    # The same program under a newer number.
    newer=$(mktemp --directory)
    dpkg-deb --raw-extract "$package" "$newer/files"
    sed -i 's/^Version: .*/&+walk1/' "$newer/files/DEBIAN/control"
    dpkg-deb -Zgzip -z1 --root-owner-group --build "$newer/files" "$root/root/newer.deb" > /dev/null
    rm -r "$newer"
else
    install -m 755 "$program" "$root/usr/bin/segmentd.new"
fi
drop 0 before_upgrade
segmented before_upgrade
before=$(inodes)
main=$(show MainPID)
# The microscope writes from before the upgrade until after it.
still=$(mktemp)
(number=0; while [ -e "$still" ]; do drop "$((number % 5))" "upgrade_$number"; number=$((number + 1)); sleep 0.1; done) &
writer=$!
until_true 10 is_there $data/upgrade_2.tif
start=$(now)
if [ -n "$package" ]; then
    typed "DEBIAN_FRONTEND=noninteractive apt-get --yes install ./newer.deb 2>&1 | tail -n 3"
    check "the newer package is installed" "$(has "$(run dpkg-query --show segmentd)" 'walk1$')" yes
else
    typed "mv /usr/bin/segmentd.new /usr/bin/segmentd && systemctl restart segmentd"
fi
note "took $(since "$start") ms"
rm "$still"
wait $writer
check "the service runs, as another process" "$(is_active && says test "$(show MainPID)" != "$main")" yes
written=$(run sh -c "ls $data | grep -c '^upgrade_[0-9]*.tif'")
all_upgraded() { [ "$(run sh -c "ls $data | grep -c '^upgrade_.*_summary.json'")" = "$written" ]; }
check "no image was lost" "$(says until_true 60 all_upgraded)" yes
note "$written images came meanwhile"
check "no image that was done was done again" "$(says test "$(inodes | grep -v /upgrade_)" = "$before")" yes
check "none was done twice" "$(journal "MESSAGE_ID=$image_done" | $python -c 'import collections, json, sys
images = collections.Counter(json.loads(line)["SEGMENTD_IMAGE"] for line in sys.stdin)
print(*[name for name, count in images.items() if count > 1 and "/upgrade_" in name])')" ""
check "the configuration is as it was" "$(says run cmp /root/good.toml /etc/segmentd/segmentd.toml)" yes

section "12. Stop, and remove"
results=$(run sh -c "ls $data | grep -c segmentd_ ; ls $data | wc -l" | tail -n 1)
typed systemctl stop segmentd
check "stop is clean" "$(show Result):$(show ExecMainStatus)" success:0
typed "journalctl --unit segmentd --output cat --lines 4"
check "the journal counts what was done" "$(says test "$(events stopped)" -ge 1)" yes
if [ -n "$package" ]; then
    typed "DEBIAN_FRONTEND=noninteractive apt-get --yes remove segmentd 2>&1 | tail -n 2"
    check "the program is gone" "$(says is_there /usr/bin/segmentd)" no
    check "results are in place" "$(run sh -c "ls $data | wc -l")" "$results"
    check "so is the configuration" "$(says is_there /etc/segmentd/segmentd.toml)" yes
    typed "DEBIAN_FRONTEND=noninteractive apt-get --yes purge segmentd 2>&1 | tail -n 2"
    own="/etc/segmentd/segmentd.toml /var/lib/segmentd /var/cache/segmentd /run/segmentd"
    check "purge leaves nothing of the service's own" "$(run sh -c "ls -d $own 2> /dev/null")" ""
    check "and results in place" "$(run sh -c "ls $data | wc -l")" "$results"
    check "and no unit" "$(run systemctl list-unit-files --no-legend 'segmentd*')" ""
fi

echo
finish_checks
