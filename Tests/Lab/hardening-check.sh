#!/bin/bash
# Checks the unit's hardening: its score, its drop-ins, its instances, and that an image is segmented on an OpenCL device
# under all of it. Needs root and what systemd-lab.sh and the daemon need.
#
#     hardening-check.sh PROGRAM    prints a line a check, and at the end how many passed and failed
set -uo pipefail

here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../.." && pwd)
fixtures=$repository/Tests/Fixtures
units=$repository/Systemd
program=$(realpath "${1:?usage: hardening-check.sh PROGRAM}")
data=/data/scope1
passed=0
failed=0

lab() { "$here/systemd-lab.sh" "$@"; }
run() { lab run "$@"; }
show() { run systemctl show "$1" --value --property "$2"; }
says() { if "$@" > /dev/null 2>&1; then echo yes; else echo no; fi; }
note() { echo "      $*"; }
check() { # NAME FOUND EXPECTED
    if [ "$2" = "$3" ]; then
        passed=$((passed + 1))
        echo "pass  $1: $2"
    else
        failed=$((failed + 1))
        echo "FAIL  $1: '$2' instead of '$3'"
    fi
}
until_true() {
    local end=$((SECONDS + $1))
    shift
    until "$@" > /dev/null 2>&1; do
        [ $SECONDS -lt $end ] || return 1
        sleep 0.1
    done
}
is_there() { run test -e "$1"; }
# score UNIT: the exposure that systemd gives it, as it is loaded, drop-ins included.
score() { run systemd-analyze security --no-pager "$1" | sed -n 's/.*exposure level for .*: \([0-9.]*\) .*/\1/p'; }
at_most() { says run systemd-analyze security --no-pager --threshold="$2" "$1"; }
complaints() { run systemd-analyze verify "$1" 2>&1 | grep -i segmentd; }

trap 'lab down' EXIT
lab up --tmpfs=/data:mode=755 || exit 1

# --- Installation ---
root=$(lab root)
install -m 755 "$program" "$root/usr/bin/segmentd"
install -m 644 "$units"/segmentd.service "$units"/segmentd@.service "$units"/segmentd.slice "$root/etc/systemd/system/"
# Those that Debian's systemd makes; a container of few packages may lack them.
for group in render video microscopy; do run groupadd --force --system $group; done
run useradd --system --user-group --groups microscopy --home-dir /nonexistent --shell /usr/sbin/nologin segmentd
run useradd --system --user-group --groups microscopy --home-dir /nonexistent --shell /usr/sbin/nologin scope
run install -d -m 755 /etc/segmentd
run install -d -m 2770 -o scope -g microscopy $data
# Others may read there, and the service is no member of the group: the setgid bit alone gives it the results.
run groupadd --system guests
run install -d -m 2777 -o scope -g guests /data/scope2
install -m 644 "$fixtures/classifiers/nuclei.cl" "$root/etc/segmentd/nuclei.cl"
configure() { # NAME FOLDER
    run tee "/etc/segmentd/$1.toml" > /dev/null << END
[[folder]]
path = "$2"
output = "$3"
    [[folder.recipe]]
    classifier = "nuclei.cl"
    outputs = ["labels", "objects"]
END
}
configure segmentd $data beside
configure second /data/scope2 results
drop() { # FIXTURE PATH
    run runuser -u scope -- sh -c "umask 007; cat > $2" < "$fixtures/acquisition/$1.tif"
}
engine() { run /usr/bin/python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["engine"]["kind"])' "$1"; }
run systemctl daemon-reload

# --- The files by themselves ---
check "segmentd@.service is what instance.sed makes of segmentd.service" \
    "$(sed -f "$units/instance.sed" "$units/segmentd.service" | cmp - "$units/segmentd@.service" && echo yes)" yes
check "systemd-analyze verify has nothing to say" "$(complaints segmentd.service)" ""
check "nor of an instance" "$(complaints segmentd@second.service)" ""
check "exposure is at most 0.7" "$(at_most segmentd.service 7)" yes
note "it is $(score segmentd.service)"
check "and that of an instance the same" "$(score segmentd@second.service)" "$(score segmentd.service)"
echo "      What is left of it:"
run systemd-analyze security --no-pager --json=short segmentd.service | /usr/bin/python3 -c 'import json, sys
for row in json.load(sys.stdin):
    if row["exposure"] not in (None, "", "0.0"): print("      ", row["exposure"], row["name"], "-", row["description"])'

# --- Each drop-in ---
folder=/etc/systemd/system/segmentd.service.d
run install -d $folder
declare -A limit=([gpu]=9 [jit]=7)
for file in "$units"/drop-ins/*.conf; do
    name=$(basename "$file" .conf)
    run tee $folder/"$name".conf > /dev/null < "$file"
    run systemctl daemon-reload
    check "systemd-analyze verify has nothing to say with $name.conf" "$(complaints segmentd.service)" ""
    check "exposure with $name.conf is at most ${limit[$name]} tenths" "$(at_most segmentd.service "${limit[$name]}")" yes
    note "it is $(score segmentd.service)"
    run systemctl start segmentd
    drop 0 "$data/$name.tif"
    until_true 60 is_there "$data/${name}_summary.json"
    check "an image is segmented with $name.conf" "$(engine "$data/${name}_summary.json")" cpu
    run systemctl stop segmentd
    run rm -f "$folder/$name.conf"
done
run systemctl daemon-reload

# --- The whole unit, nothing compiled before ---
run rm -rf /var/cache/segmentd
run systemctl start segmentd
check "the service starts" "$(show segmentd ActiveState)" active
drop 0 $data/cold.tif
until_true 60 is_there $data/cold_summary.json
check "an image is segmented on a device, kernels compiled under the unit" "$(engine $data/cold_summary.json)" cpu
check "its results have the folder's group" "$(run stat -c %U:%G $data/cold_labels.tif)" segmentd:microscopy
main=$(show segmentd MainPID)
workers=$(run pgrep --delimiter , --parent "$main")
check "no thread of the worker has a capability" \
    "$(run sh -c "for pid in ${workers//,/ }; do cat /proc/\$pid/task/*/status; done" \
        | sed -n 's/^Cap\(Prm\|Eff\|Amb\):[[:space:]]*//p' | sort -u)" 0000000000000000
check "daemon and worker give way: nice, class, policy" \
    "$(run ps -o ni=,cls= -p "$main,$workers" | sort -u | xargs)" "10 B"
check "all services of segmentd together are weighed against the others" \
    "$(run sh -c "sed -n 's/^0:://p' /proc/$main/cgroup" | grep -o '/segmentd.slice/segmentd.service$'):$(
        show segmentd.slice CPUWeight):$(show segmentd.slice IOWeight)" /segmentd.slice/segmentd.service:20:20

# --- Reload ---
run systemctl reload segmentd
check "reload succeeds" "$?" 0
echo "not a classifier" | run tee /etc/segmentd/nuclei.cl > /dev/null
run systemctl reload segmentd 2> /dev/null
check "a reload that is refused fails" "$?" 1
check "and the service goes on" "$(show segmentd ActiveState):$(show segmentd MainPID):$(show segmentd NRestarts)" "active:$main:0"
run tee /etc/segmentd/nuclei.cl > /dev/null < "$fixtures/classifiers/nuclei.cl"
run systemctl reload segmentd
check "one that is good again succeeds" "$?" 0

# --- An instance beside it ---
run systemctl start segmentd@second
check "an instance starts" "$(show segmentd@second ActiveState)" active
drop 1 /data/scope2/a.tif
run chmod o+r /data/scope2/a.tif
until_true 60 is_there /data/scope2/results/a_summary.json
check "and works" "$(engine /data/scope2/results/a_summary.json)" cpu
check "a folder for results is open to those who may read the images, and keeps its setgid bit" \
    "$(run stat -c %U:%G:%a /data/scope2/results)" segmentd:guests:2755
check "in folders of its own" \
    "$(run stat -c %U:%a /var/lib/segmentd-second /var/cache/segmentd-second /run/segmentd-second | xargs)" \
    "segmentd:750 segmentd:750 segmentd:750"
check "and answers beside the other" \
    "$(says run segmentd status --runtime /run/segmentd-second):$(says run segmentd status)" yes:yes
run systemctl reload segmentd@second
check "and reloads" "$?" 0

# --- What must not go on for ever ---
run systemctl stop segmentd segmentd@second
run sh -c 'echo "quiett = 3" >> /etc/segmentd/segmentd.toml'
run systemctl start segmentd 2> /dev/null
check "a bad configuration is not tried again" \
    "$(show segmentd ActiveState):$(show segmentd ExecMainStatus):$(show segmentd NRestarts)" failed:78:0
configure segmentd $data beside
run systemctl reset-failed segmentd
run install -d /run/systemd/system/segmentd.service.d
printf '[Service]\nExecStart=\nExecStart=/bin/sh -c "kill -KILL $$$$"\nRestartSec=0\n' \
    | run tee /run/systemd/system/segmentd.service.d/crash.conf > /dev/null
run systemctl daemon-reload
run systemctl start segmentd 2> /dev/null
gave_up() { [ "$(show segmentd ActiveState)" = failed ]; }
check "a service that crashes again and again is given up" "$(says until_true 30 gave_up)" yes
note "$(run journalctl --unit segmentd --output cat --lines 3 | grep -i 'too quickly')"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
