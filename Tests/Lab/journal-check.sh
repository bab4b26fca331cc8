#!/bin/bash
# Checks what the daemon tells: the fields of its journal, the texts of its catalog, STATUS while something is wrong and
# after it, and every command of Systemd/JOURNAL.md. Under a real systemd; needs root and what systemd-lab.sh needs.
#
#     journal-check.sh PROGRAM      prints a line a check, and at the end how many passed and failed
#
# Where STATUS names a command that helps, that very command is run, and the trouble must be over.
set -uo pipefail

here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../.." && pwd)
fixtures=$repository/Tests/Fixtures
program=$(realpath "${1:?usage: journal-check.sh PROGRAM}")
python=/usr/bin/python3
data=/data/scope1
passed=0
failed=0

lab() { "$here/systemd-lab.sh" "$@"; }
run() { lab run "$@"; }
show() { run systemctl show segmentd --value --property "$1"; }
journal() { run journalctl --unit segmentd --output json "$@"; }

check() { # NAME FOUND EXPECTED
    if [ "$2" = "$3" ]; then
        passed=$((passed + 1))
        echo "pass  $1: $2"
    else
        failed=$((failed + 1))
        echo "FAIL  $1: '$2' instead of '$3'"
    fi
}
note() { echo "      $*"; }
until_true() { # SECONDS COMMAND…
    local end=$((SECONDS + $1))
    shift
    until "$@" > /dev/null 2>&1; do
        [ "$SECONDS" -lt "$end" ] || return 1
        sleep 0.1
    done
}
says() { if "$@" > /dev/null 2>&1; then echo yes; else echo no; fi; }
is_there() { run test -e "$1"; }
status_has() { show StatusText | grep -qF -- "$1"; }
is_well() { ! status_has degraded; }
id() { sed -n "s/.*case \.$1: \"\([0-9a-f]*\)\".*/\1/p" "$repository/Sources/SystemdSupport/JournalEvent+Identifiers.swift"; }
count() { journal "MESSAGE_ID=$(id "$1")" "${@:2}" | wc -l; }
has() { [ "$(count "$@")" -gt 0 ]; }
message() { journal "MESSAGE_ID=$(id "$1")" "${@:2}" | tail -n 1 | jq -r .MESSAGE; }
drop() { run runuser -u scope -- sh -c "umask 007; cp /data/stock/$1.tif ${3:-$data}/$2.tif"; } # FIXTURE NAME [FOLDER]
segmented() { until_true "${3:-30}" is_there "${2:-$data}/$1_summary.json"; }
# The first command that STATUS names and that needs no further package.
remedy() { show StatusText | awk -F '`' '{ for (i = 2; i <= NF; i += 2) if ($i !~ /^setfacl/) { print $i; exit } }'; }
obey() {
    local command
    command=$(remedy)
    note "obeyed: $command"
    run sh -c "$command"
}

trap 'lab down' EXIT
lab up --tmpfs=/data:mode=755 || exit 1
root=$(lab root)
install -m 755 "$program" "$root/usr/bin/segmentd"
install -m 644 "$repository/Systemd/segmentd.service" "$root/etc/systemd/system/segmentd.service"
run install -d /usr/lib/systemd/catalog
install -m 644 "$repository/Systemd/segmentd.catalog" "$root/usr/lib/systemd/catalog/segmentd.catalog"
check "journalctl --update-catalog takes the texts" "$(run journalctl --update-catalog 2>&1 | grep -ci segmentd)" 0
run groupadd --system microscopy
run useradd --system --user-group --home-dir /nonexistent --shell /usr/sbin/nologin segmentd
run usermod --append --groups microscopy segmentd
run useradd --system --user-group --groups microscopy --create-home --shell /usr/sbin/nologin scope
run install -d -m 755 /etc/segmentd /etc/systemd/system/segmentd.service.d
run install -d -m 2770 -o scope -g microscopy $data /data/small
run mount -t tmpfs -o size=2M,mode=2770,gid=microscopy,uid=scope tmpfs /data/small
run install -d -m 755 /data/stock
for file in "$fixtures"/acquisition/[0-4].tif; do run tee "/data/stock/${file##*/}" < "$file" > /dev/null; done
for name in nuclei bright; do install -m 644 "$fixtures/classifiers/$name.cl" "$root/etc/segmentd/$name.cl.stock"; done
run cp /etc/segmentd/nuclei.cl.stock /etc/segmentd/nuclei.cl
folders() { # PATH…
    printf '[device]\nworkers = 1\n'
    local path
    for path in "$@"; do
        printf '\n[[folder]]\npath = "%s"\nquiet = "300ms"\nrescan = "1h"\n' "$path"
        [ "$path" = /data/small ] && printf 'reserve = "0"\n'
        printf '    [[folder.recipe]]\n    classifier = "/etc/segmentd/nuclei.cl"\n    outputs = ["mask", "labels", "objects"]\n'
    done
}
folders $data /data/small | run tee /etc/segmentd/segmentd.toml > /dev/null
# The lab lifts the limit for everybody; here there is one. journald multiplies it by up to six where its disk is empty.
printf '[Journal]\nRateLimitIntervalSec=30s\nRateLimitBurst=1000\n' \
    | run tee /etc/systemd/journald.conf.d/zz-limit.conf > /dev/null
run systemctl restart systemd-journald
run systemctl daemon-reload
run segmentd check --config /etc/segmentd/segmentd.toml > /dev/null || note "$(run segmentd check --config /etc/segmentd/segmentd.toml 2>&1 | tail -n 3)"
run systemctl start segmentd
check "it starts" "$(show ActiveState)" active
[ "$failed" = 0 ] || exit 1

# --- Fields and texts ---
drop 0 first
segmented first
until_true 5 has imageDone "SEGMENTD_IMAGE=$data/first.tif"
check "an image makes one entry with all its fields" "$(journal "SEGMENTD_IMAGE=$data/first.tif" | $python -c '
import json, sys
entries = [json.loads(line) for line in sys.stdin]
entry, times = entries[-1], ["READ", "COMPUTE", "WRITE", "WAIT", "LAG"]
read, compute, write, wait, lag = (float(entry[f"SEGMENTD_{key}_MS"]) for key in times)
whole = abs(lag - read - compute - write - wait) < 1
fields = [entry[f"SEGMENTD_{key}"] for key in ("FOLDER", "GENERATION", "EVENT")]
print(len(entries), whole, *fields, len(entry["SEGMENTD_CLASSIFIER"]), entry["SEGMENTD_OBJECTS"].isdigit())')" \
    "1 True $data 1 image-done 12 True"
text=$(run journalctl --unit segmentd --catalog --output short "SEGMENTD_IMAGE=$data/first.tif")
check "journalctl -x fills in the text" \
    "$(grep -c "Subject: Image $data/first.tif is done" <<< "$text"):$(grep -c 'Documentation: man:segmentd(8)' <<< "$text")" 1:1
check "no text has a field unfilled" "$(run journalctl --unit segmentd --catalog | grep -c '@SEGMENTD')" 0
check "every id has a text" "$(for identifier in $(grep -oE '"[0-9a-f]{32}"' \
    "$repository/Sources/SystemdSupport/JournalEvent+Identifiers.swift" | tr -d '"'); do
    run journalctl --dump-catalog "$identifier" | grep -q '^Subject: ' || echo "$identifier"
done)" ""

# --- Names of any bytes ---
run runuser -u scope -- $python -c '
import os, shutil
os.umask(0o007)
for name in (b"line\nbreak", b"latin\xe4", b"steer\x1b[31m"): shutil.copy(b"/data/stock/1.tif", b"/data/scope1/" + name + b".tif")'
until_true 30 sh -c "[ \"\$($here/systemd-lab.sh run sh -c 'ls $data | grep -c _summary.json')\" = 4 ]"
odd() { # the names of the images that are done, and their messages, as journalctl gives them
    journal "MESSAGE_ID=$(id imageDone)" | $python -c '
import json, sys
for line in sys.stdin:
    entry = json.loads(line)
    path, message = entry["SEGMENTD_IMAGE"], entry["MESSAGE"]
    path = path.encode() if isinstance(path, str) else bytes(path)
    print(path, message.split(":")[0])'
}
check "names of any bytes are fields as they are, and text in messages" "$(odd | tail -n 3 | sort)" "$(
    printf '%s\n' "b'$data/latin\\xe4.tif' $data/latin\\xE4.tif" "b'$data/line\\nbreak.tif' $data/line\\nbreak.tif" \
        "b'$data/steer\\x1b[31m.tif' $data/steer\\x1B[31m.tif" | sort)"
check "the export format has them, too" \
    "$(run journalctl --unit segmentd --output export "MESSAGE_ID=$(id imageDone)" | LC_ALL=C grep -a -c -P 'latin\xe4.tif$')" 1

# --- An image without a result ---
echo "no image" | run runuser -u scope -- sh -c "umask 007; cat > $data/broken.tif"
until_true 20 has imageFailed
note "$(message imageFailed)"
check "an image that failed says how, and its text what to do" \
    "$(journal "MESSAGE_ID=$(id imageFailed)" | jq -r .SEGMENTD_ERROR | grep -c .):$(run journalctl --catalog \
        "MESSAGE_ID=$(id imageFailed)" | grep -c "segmentd retry $data/broken.tif")" 1:1

# --- Classifiers ---
run cp /etc/segmentd/bright.cl.stock /etc/segmentd/.new
run mv /etc/segmentd/.new /etc/segmentd/nuclei.cl
until_true 20 status_has '(gen 2)'
check "a swap is an entry" "$(message classifierLoaded | sed 's/[0-9a-f]\{12\}/…/')" \
    "classifier nuclei.cl is in force: generation 2, …"
echo "not a classifier" | run tee /etc/segmentd/nuclei.cl > /dev/null
until_true 20 status_has 'degraded: nuclei.cl refused'
note "STATUS: $(show StatusText)"
check "one that cannot be used is refused, and stays out" "$(says status_has 'stays in force'):$(count classifierRejected)" yes:1
run cp /etc/segmentd/bright.cl.stock /etc/segmentd/nuclei.cl
until_true 20 is_well
check "its end is told" "$(message troubleOver | sed 's/after [^:]*:/after …:/; s/refused:.*/refused/')" "over after …: nuclei.cl refused"
run chmod 600 /etc/segmentd/nuclei.cl
run systemctl reload segmentd
until_true 20 status_has 'nuclei.cl cannot be read by segmentd'
note "STATUS: $(show StatusText)"
check "one that may not be read is not called refused" "$(says status_has refused):$(count classifierUnreadable)" no:1
check "the remedy names the file" "$(remedy)" "chmod o+r /etc/segmentd/nuclei.cl"
obey
check "and helps" "$(says until_true 40 is_well)" yes
run chmod 700 /etc/segmentd
run systemctl reload segmentd
until_true 20 status_has 'nuclei.cl cannot be read by segmentd'
note "STATUS: $(show StatusText)"
check "the first place on the way that refuses is named" "$(remedy)" "chmod o+x /etc/segmentd"
obey
# The configuration could not be read either; that is tried again only when somebody asks.
run systemctl reload segmentd
check "and that helps" "$(says until_true 40 is_well)" yes

# --- A folder that may not be written to ---
run chmod 2750 $data
for number in 0 1 2; do drop $number "blocked$number"; done
until_true 20 status_has 'cannot be written to; 3 images wait'
note "STATUS: $(show StatusText)"
sleep 5
check "STATUS begins with the trouble" "$(show StatusText | cut -d';' -f1-2)" \
    "degraded: $data cannot be written to; 3 images wait"
check "the journal says it once, not with every image and attempt" \
    "$(count resultsBlocked):$(journal --priority warning | jq -r .SEGMENTD_IMAGE | grep -c blocked)" 1:0
check "each image has an entry of its own" "$(count imagePostponed)" 3
check "the remedy is for the group" "$(remedy)" "chmod g+w $data"
obey
check "and helps" "$(says until_true 40 is_well)" yes
for number in 0 1 2; do segmented "blocked$number"; done
note "$(message resultsResumed)"
check "the all-clear says how long, and how many images are late" \
    "$(journal "MESSAGE_ID=$(id resultsResumed)" | jq -r '.SEGMENTD_IMAGES + " " + (.SEGMENTD_LASTED_MS | tonumber > 1000 | tostring)')" \
    "3 true"

# --- A folder that may not be read ---
run chmod 2700 $data
run systemctl reload segmentd
until_true 20 status_has "$data"
note "STATUS: $(show StatusText)"
check "the remedy is for reading" "$(remedy)" "chmod g+rx $data"
obey
run chmod g+w $data
run systemctl reload segmentd
check "and helps" "$(says until_true 40 is_well)" yes

# --- Disks ---
run runuser -u scope -- sh -c 'umask 007; cp /data/stock/1.tif /data/small/x.tif; head -c 4M /dev/zero > /data/small/filler' 2> /dev/null
until_true 20 status_has 'no room for results in /data/small'
note "STATUS: $(show StatusText)"
check "a full disk is said to be full" "$(says status_has 'there is no room for results in /data/small; 1 image waits; free some space')" yes
run rm /data/small/filler
check "room ends that" "$(says until_true 40 is_well)" yes
drop 2 readonly /data/small
segmented readonly /data/small
run rm -f /data/small/readonly_summary.json
run mount -o remount,ro /data/small
run systemctl reload segmentd
until_true 30 status_has '/data/small cannot be written to'
note "STATUS: $(show StatusText)"
check "a read-only disk is told from the unit's doing" \
    "$(says status_has 'the tmpfs file system on /data/small is mounted read-only: `dmesg` says whether')" yes
run mount -o remount,rw /data/small
check "writing again ends that" "$(says until_true 60 is_well)" yes

# --- The unit's own doing ---
printf '[Service]\nReadOnlyPaths=/data/scope1\n' \
    | run tee /etc/systemd/system/segmentd.service.d/readonly.conf > /dev/null
run install -d -m 755 -o scope -g microscopy /home/scope /home/scope/images
folders $data /home/scope/images | run tee /etc/segmentd/segmentd.toml > /dev/null
run systemctl daemon-reload
run systemctl restart segmentd
drop 3 sandboxed
until_true 30 status_has "$data cannot be written to"
until_true 30 status_has '/home'
note "STATUS: $(show StatusText)"
check "a folder that the unit keeps read-only" "$(says status_has \
    "$data cannot be written to; 1 image waits; the unit lets the service only read there")" yes
check "a folder below /home" "$(says status_has "the unit hides /home from the service (ProtectHome=): \`segmentd unit-dropin --write\`")" yes
folders $data | run tee /etc/segmentd/segmentd.toml > /dev/null
run rm /etc/systemd/system/segmentd.service.d/readonly.conf

# --- Without OpenCL ---
printf '[Service]\nEnvironment=OCL_ICD_VENDORS=/nonexistent\n' \
    | run tee /etc/systemd/system/segmentd.service.d/host.conf > /dev/null
run systemctl daemon-reload
run systemctl restart segmentd
note "STATUS: $(show StatusText)"
check "a host that computes is in STATUS, with the reason" "$(says status_has 'degraded: computing on the host, about 100 × slower: ')" yes
run rm /etc/systemd/system/segmentd.service.d/host.conf
run systemctl daemon-reload
run systemctl restart segmentd
check "and not with a device" "$(says is_well)" yes

# --- What stop says ---
# The image that waited for its folder is done by whichever start comes to it.
segmented sandboxed
run systemctl restart segmentd
drop 4 last
segmented last
until_true 5 status_has '1 done'
run systemctl stop segmentd
note "$(message stopped)"
check "a stop counts" "$(message stopped | sed 's/, in .*//')" "stopped: 1 done, 0 failed, 0 waiting"
check "and in fields" "$(journal "MESSAGE_ID=$(id stopped)" | tail -n 1 | jq -r '.SEGMENTD_DONE + .SEGMENTD_FAILED + .SEGMENTD_WAITING')" 100

# --- On a terminal ---
lines=$(run runuser -u scope -g microscopy -- env TZ=Asia/Kolkata HOME=/home/scope sh -c 'mkdir -p ~/in && umask 007
    printf "[[folder]]\npath = \"$HOME/in\"\nquiet = \"100ms\"\n[[folder.recipe]]\nclassifier = \"/etc/segmentd/nuclei.cl\"\n" > ~/c.toml
    timeout -s INT 40 segmentd watch --config ~/c.toml 2>&1 & sleep 6; cp /data/stock/0.tif ~/in/x.tif
    for i in $(seq 200); do [ -e ~/in/x_summary.json ] && break; sleep 0.1; done; sleep 1; kill -INT $!; wait' 2>&1)
note "$(grep 'in/x.tif' <<< "$lines" | head -n 1)"
check "each line has local time with milliseconds and zone" \
    "$(grep -v 'swift-service-lifecycle' <<< "$lines" | grep -vcE '^[0-9-]{10} [0-9:]{8}\.[0-9]{3}\+05:30 [a-z]+: ')" 0
check "no path stands twice in a line" "$(grep -E 'objects?, ' <<< "$lines" | grep -o 'in/x.tif' | wc -l)" 1

# --- A burst of entries, under a limit of journald ---
burst() { # UNIT: 25,000 entries from within the unit
    run $python - "$1" "$(run systemctl show "$1" --value --property ControlGroup)" << 'END'
import os, socket, sys
unit, group = sys.argv[1:]
with open(f"/sys/fs/cgroup{group}/cgroup.procs", "w") as file: file.write(str(os.getpid()))
journal = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
journal.connect("/run/systemd/journal/socket")
for number in range(25_000):
    journal.send(f"MESSAGE=burst {number}\nPRIORITY=6\nSEGMENTD_IMAGE=/data/burst/{number}.tif\nBURST={unit}\n".encode())
END
}
run systemctl start segmentd
run systemd-run --quiet --unit=limited sleep 600
burst limited.service
burst segmentd.service
run journalctl --sync
check "journald drops entries of an ordinary unit" "$(says test "$(run journalctl --output cat BURST=limited.service | wc -l)" -lt 25000)" yes
check "and none of segmentd's" "$(run journalctl --output cat BURST=segmentd.service | wc -l)" 25000

# --- The page ---
$python - "$repository/Systemd/JOURNAL.md" "$root/data.json" << 'END'
import json, re, sys
json.dump(re.findall(r"```sh\n(.*?)```", open(sys.argv[1]).read(), re.DOTALL), open(sys.argv[2], "w"))
END
for index in $($python -c 'import json, sys; print(*range(len(json.load(open(sys.argv[1])))))' "$root/data.json"); do
    $python -c 'import json, sys; print(json.load(open(sys.argv[1]))[int(sys.argv[2])], end="")' "$root/data.json" "$index" \
        > "$root/command.sh"
    # One of them goes on until somebody ends it.
    output=$(run timeout 5 bash -o pipefail /command.sh 2>&1)
    result=$?
    grep -q -- --follow "$root/command.sh" && [ $result = 124 ] && result=0
    check "of the page: $(tr -s ' \n\\' ' ' < "$root/command.sh" | cut -c1-90)…" \
        "$result:$(says test -n "$output"):$(grep -c 'No entries' <<< "$output")" 0:yes:0
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
