#!/bin/bash
# Checks the daemon as a service: the unit file of this repository, unchanged, under a real systemd. Needs root and what
# systemd-lab.sh and the daemon need.
#
#     service-check.sh [--short] PROGRAM   prints a line a check, and at the end how many passed and failed
#
# --short leaves out what takes long: an image that stays open, the watchdog, ends during the start.
#
# The program and its configuration are installed in the lab alone. Images are those of a microscope's account, `scope`,
# which shares the group `microscopy` with the service.
set -uo pipefail

is_short=
[ "${1-}" != --short ] || { is_short=1; shift; }
program=$(realpath "${1:?usage: service-check.sh [--short] PROGRAM}")
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/checks.sh"

start_lab
install_files
add_microscope
add_large_stock
configure_by_hand

# --- The unit file by itself ---
check "systemd-analyze verify has nothing to say" \
    "$(run systemd-analyze verify segmentd.service 2>&1 | grep -i segmentd)" ""
exposure=$(run systemd-analyze security --offline=true --no-pager /usr/lib/systemd/system/segmentd.service)
check "exposure is at most 1.0" \
    "$(says run systemd-analyze security --offline=true --threshold=10 /usr/lib/systemd/system/segmentd.service)" yes
note "$(tail -n 1 <<< "$exposure")"

# --- Start: READY comes when an image would be taken up ---
begin=$(now)
run systemctl start segmentd
check "start succeeds, kernels still to be compiled" "$?:$(show ActiveState)" 0:active
took=$(since "$begin")
drop 0 first
main=$(show MainPID)
watches=$(run sh -c "cat /proc/$main/fdinfo/* | grep -c '^inotify wd'")
check "watches are armed when start returns" "$(says test "${watches:-0}" -ge 2)" yes
check "a classifier was tried before READY" "$(says has_event $classifier_loaded)" yes
segmented first
check "an image written right after start is segmented" "$(says equals_apoc first 0 nuclei)" yes
note "start took $took ms"
check "on an OpenCL device, not on the host reference" "$(field first engine kind)" cpu
check "the service's user runs it" "$(run ps -o user= -p "$main" "$(worker)" | sort -u | xargs)" segmentd
check "results belong to that user, and the folder's group" \
    "$(run sh -c "stat -c %U:%G $data/first_*" | sort -u | xargs)" segmentd:microscopy
check "the microscope's account reads results and may not change them" \
    "$(run runuser -u scope -- sh -c "cat $data/first_labels.tif > /dev/null && test ! -w $data/first_labels.tif && echo yes")" yes
run chmod g-s $data
run runuser -u scope -g microscopy -- sh -c "umask 007; cp /data/stock/3.tif $data/ungrouped.tif"
segmented ungrouped
check "without a setgid bit as well" \
    "$(run sh -c "stat -c %U:%G:%a $data/ungrouped_*" | sort -u | xargs):$(says equals_apoc ungrouped 3 nuclei)" \
    segmentd:microscopy:640:yes
run chmod g+s $data
run sh -c "rm $data/ungrouped*"
# The tables of the experiment come seconds later.
check "the folder holds the image and its results alone" "$(run sh -c "ls -A $data | grep -vc '^segmentd_'")" 5
until_true 5 status_has "2 done"
note "STATUS: $(show StatusText)"
# How fast images come is another figure each time.
figureless() { head -n 1 | sed 's/; \(keeping up\|FALLING BEHIND\): [^;]*//'; }
check "the status line" "$(show StatusText | figureless | sed 's/nuclei.cl [0-9a-f]\{4\} /nuclei.cl … /')" \
    "watching 1 folder, 0 queued, 2 done, 0 failed; nuclei.cl … (gen 1)"
check "\`segmentd status\` says the same, to root and to the service's user" \
    "$(run segmentd status | figureless),$(run setpriv --reuid segmentd --regid segmentd --clear-groups segmentd status \
        | figureless)" \
    "$(show StatusText | figureless),$(show StatusText | figureless)"
check "the event 'started' is in the journal" "$(says has_event $started)" yes

# --- Structured fields ---
entry=$(journal "MESSAGE_ID=$image_done" "SEGMENTD_IMAGE=$data/first.tif")
note "$($python -c 'import json, sys
entry = json.loads(sys.argv[1])
others = ("MESSAGE", "MESSAGE_ID", "PRIORITY", "SYSLOG_IDENTIFIER", "_TRANSPORT", "_UID")
print({key: entry[key] for key in sorted(entry) if key.startswith("SEGMENTD_") or key in others})' "$entry")"
check "image, objects and classifier are fields" "$($python -c 'import json, sys
entry, digest = json.loads(sys.argv[1]), sys.argv[2]
print(entry["_TRANSPORT"], digest.startswith(entry["SEGMENTD_CLASSIFIER"]), entry["SEGMENTD_OBJECTS"], entry["PRIORITY"])
' "$entry" "$(field first classifier sha256)")" "journal True $(field first totals objects) 6"

# --- Privileges ---
child=$(worker)
check "the daemon has CAP_LEASE alone" "$(capabilities "$main" CapEff CapBnd)" 0000000010000000
check "no thread of the worker has a capability" "$(capabilities "$child" CapPrm CapEff CapAmb)" 0000000000000000
check "nor may gain any" "$(run sed -n 's/^NoNewPrivs:[[:space:]]*//p' "/proc/$child/status")" 1
check "the worker knows nothing of the service manager" \
    "$(run sh -c "tr '\\0' '\\n' < /proc/$child/environ" | grep -cE '^(NOTIFY_SOCKET|WATCHDOG_|LISTEN_|JOURNAL_STREAM)')" 0
check "the worker holds no descriptor of the daemon's" \
    "$(run sh -c "ls -l /proc/$child/fd" | grep -cE 'inotify|sqlite|/data')" 0
check "state and cache are the service's own" \
    "$(run stat -c %U:%a /var/lib/segmentd /var/cache/segmentd /run/segmentd | xargs)" \
    "segmentd:750 segmentd:750 segmentd:750"

# --- Somebody else's file that is still open: the lease needs the one capability ---
if [ -z "$is_short" ]; then
run runuser -u scope -- sh -c "umask 007; exec > $data/open.tif; cat /data/stock/1.tif; touch /tmp/written; \
    while [ ! -e /tmp/close ]; do sleep 0.1; done" &
writer=$!
until_true 10 is_there /tmp/written
check "an image that is still open is left alone" "$(says segmented open 4)" no
run touch /tmp/close
wait $writer
segmented open
check "and segmented once it is closed" "$(says equals_apoc open 1 nuclei)" yes
fi

# --- Another classifier ---
run cp /data/stock/bright.cl /etc/segmentd/.nuclei.cl.new
run mv /etc/segmentd/.nuclei.cl.new /etc/segmentd/nuclei.cl
check "a classifier renamed into place is noticed" "$(says until_true 10 status_has '(gen 2)')" yes
note "STATUS: $(show StatusText)"
drop 2 swapped
segmented swapped
check "and used" "$(says equals_apoc swapped 2 bright):$(field swapped classifier generation)" yes:2
check "what was done stays" "$(field first classifier generation)" 1
echo "not a classifier" | run tee /etc/segmentd/nuclei.cl > /dev/null
check "a broken one is refused, and the status says so" \
    "$(says until_true 10 status_has 'degraded: nuclei.cl refused')" yes
drop 3 kept
segmented kept
check "the one before stays in force" "$(says equals_apoc kept 3 bright):$(field kept classifier generation)" yes:2
run cp /data/stock/nuclei.cl /etc/segmentd/nuclei.cl
until_true 10 status_has "(gen 3)"
note "STATUS: $(show StatusText)"
check "a good one ends that" "$(says status_has degraded):$(says status_has '(gen ')" no:yes

# --- Reload ---
run systemctl reload segmentd
check "reload succeeds" "$?" 0
run systemctl kill --kill-whom=main --signal=HUP segmentd
check "after SIGHUP the daemon looks at everything again" "$(says until_true 10 has_reloaded)" yes
check "by the same process" "$(show MainPID):$(show ActiveState)" "$main:active"

# --- A worker that dies ---
child=$(worker)
run kill -STOP "$child"
drop 4 retried
until_true 10 in_work
run kill -KILL "$child"
segmented retried
check "an image whose worker was killed is done" "$(says equals_apoc retried 4 nuclei)" yes
check "at the second attempt" "$(journal "MESSAGE_ID=$worker_died" "SEGMENTD_IMAGE=$data/retried.tif" | wc -l)" 1
check "by another worker of the same daemon" \
    "$(says other_worker "$child"):$(show MainPID):$(show NRestarts)" "yes:$main:0"
note "$(journal "MESSAGE_ID=$worker_died" | $python -c 'import json, sys
for line in sys.stdin: print(json.loads(line)["MESSAGE"])')"
child=$(worker)
run kill -KILL "$child"
drop 0 after
segmented after
check "a worker killed at rest costs no restart either" "$(says equals_apoc after 0 nuclei):$(show NRestarts)" yes:0

# --- A daemon that dies ---
inodes() { run sh -c "stat -c '%n %i %Y' $data/*_summary.json"; }
before=$(inodes)
child=$(worker)
run kill -STOP "$child"
drop 1 interrupted
until_true 10 in_work
run kill -KILL "$(show MainPID)"
check "a killed daemon is restarted" "$(says until_true 30 restarts_are 1)" yes
segmented interrupted
check "the image in work is done by the next" "$(says equals_apoc interrupted 1 nuclei)" yes
check "nothing else is done again" "$(says test "$(inodes | grep -v /interrupted_)" = "$before")" yes
check "each image was done once" "$(journal "MESSAGE_ID=$image_done" | $python -c 'import collections, json, sys
print(set(collections.Counter(json.loads(line)["SEGMENTD_IMAGE"] for line in sys.stdin).values()))')" "{1}"
check "the worker of the dead daemon is gone, and its temporaries" \
    "$(says run test -e "/proc/$child"):$(says in_work)" no:no

# --- A daemon that hangs (with a shorter time; that is the one change) ---
if [ -z "$is_short" ]; then
run install -d /run/systemd/system/segmentd.service.d
printf '[Service]\nWatchdogSec=4\n' | run tee /run/systemd/system/segmentd.service.d/shorter.conf > /dev/null
run systemctl daemon-reload
run systemctl restart segmentd
main=$(show MainPID)
sleep 6
check "the watchdog is fed" "$(show MainPID):$(show NRestarts)" "$main:0"
begin=$(now)
run kill -STOP "$main"
check "a daemon that hangs is killed and restarted" \
    "$(says until_true 30 restarts_are 1):$(says run test -e "/proc/$main")" yes:no
note "after $(since "$begin") ms; $(run journalctl --unit segmentd | grep -o 'Watchdog timeout.*' | tail -n 1)"
drop 2 unhung
segmented unhung
check "and works" "$(says equals_apoc unhung 2 nuclei)" yes
check "without anything done again" \
    "$(says test "$(inodes | grep -vE '/(interrupted|unhung)_')" = "$before")" yes
fi

# --- Stop ---
begin=$(now)
run systemctl stop segmentd
took=$(since "$begin")
check "stop is clean" "$(show Result):$(show ExecMainStatus):$(show ActiveState)" success:0:inactive
check "and quick" "$(says test "$took" -lt 2000)" yes
note "stop took $took ms"
begin=$(now)
run systemctl start segmentd
note "start with compiled kernels took $(since "$begin") ms"
drop large large
until_true 20 in_work
begin=$(now)
run systemctl stop segmentd
took=$(since "$begin")
check "stop with an image in work finishes it" \
    "$(show Result):$(says is_there "$data/large_summary.json"):$(says in_work)" success:yes:no
note "stop took $took ms, $(field large totals objects) objects in 4096×4096 pixels"
check "nothing of it is left running" "$(run pgrep --count --uid segmentd)" 0

# --- Before READY ---
if [ -z "$is_short" ]; then
has_process() { [ "$(show MainPID)" != 0 ]; }
run rm -rf /var/cache/segmentd/kernels  # so that the start takes a while
run systemctl start --no-block segmentd
# Not before it has a worker: the signal may otherwise come before the program itself runs.
until_true 10 has_process
until_true 10 worker
run systemctl kill --kill-whom=main --signal=HUP segmentd
until_true 60 is_active
check "SIGHUP during the start does not end the daemon" "$(show ActiveState):$(show NRestarts)" active:0
run systemctl stop segmentd
run rm -rf /var/cache/segmentd/kernels
run systemctl start --no-block segmentd
until_true 10 has_process
begin=$(now)
run systemctl stop segmentd
took=$(since "$begin")
check "stop during the start is clean, and quick" \
    "$(show ActiveState):$(show Result):$(says test "$took" -lt 5000)" inactive:success:yes
fi

# --- A configuration with problems ---
run sh -c 'echo "quiett = 3" >> /etc/segmentd/segmentd.toml'
run systemctl start segmentd 2> /dev/null
check "a bad configuration fails at once, for good" \
    "$(show ActiveState):$(show ExecMainStatus):$(show NRestarts)" failed:78:0
note "$(run journalctl --unit segmentd --lines 20 | grep quiett | tail -n 1)"

# --- What the journal says of trouble ---
echo "Warnings of the service in the journal:"
run journalctl --unit segmentd --priority warning --output cat | sort | uniq -c | sed 's/^/    /'
finish_checks
