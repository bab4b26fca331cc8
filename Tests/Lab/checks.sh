# shellcheck shell=bash
# What the checks of the service in the lab share. Read by a script (. checks.sh) that has set
#
#     program       the program to install
#     package       a Debian package to install it from; may be left out
#
# It names the lab's and the repository's folders, counts checks, and knows how to install the program by hand, to play
# the microscope, and to look at what came of it. Images are those of a microscope's account, `scope`, which shares the
# group `microscopy` with the service.
set -uo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$here/../.." && pwd)
fixtures=$repository/Tests/Fixtures
python=/usr/bin/python3
data=/data/scope1
package=${package-}
passed=0
failed=0

lab() { "$here/systemd-lab.sh" "$@"; }
run() { lab run "$@"; }
show() { run systemctl show segmentd --value --property "$1"; }
journal() { run journalctl --unit segmentd --output json "$@"; }
now() { date +%s%N; }
since() { echo $((($(now) - $1) / 1000000)); }

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

# until_true SECONDS COMMAND…: whether the command succeeds within this time.
until_true() {
    local end=$(($(now) + $1 * 1000000000))
    shift
    until "$@" > /dev/null 2>&1; do
        [ "$(now)" -lt "$end" ] || return 1
        sleep 0.05
    done
}
says() { if "$@" > /dev/null 2>&1; then echo yes; else echo no; fi; }

# Everything the checks ask for with a shell of the lab's own.
is_there() { run test -e "$1"; }
is_active() { [ "$(show ActiveState):$(show SubState)" = active:running ]; }
restarts_are() { [ "$(show NRestarts)" -ge "$1" ] && is_active; }
status_has() { show StatusText | grep -qF -- "$1"; }
has_event() { journal "MESSAGE_ID=$1" | grep -q .; }
in_work() { run sh -c "ls -A $data | grep -q '^\..*segmentd-'"; }
worker() { run pgrep --parent "$(show MainPID)"; }
other_worker() { local pid; pid=$(worker) && [ "$pid" != "$1" ]; }
has_reloaded() { run journalctl --unit segmentd | grep -q reloading; }
# drop FIXTURE NAME: the microscope writes an image.
drop() { run runuser -u scope -- sh -c "umask 007; cp /data/stock/$1.tif $data/$2.tif"; }
segmented() { until_true "${2:-30}" is_there "$data/$1_summary.json"; }
# equals_apoc IMAGE STOCK CLASSIFIER: whether mask and labels are APOC's. Compared by this machine's Python.
equals_apoc() {
    local part folder same
    folder=$(mktemp --directory)
    for part in labels mask; do run cat "$data/$1_$part.tif" > "$folder/$part.tif"; done
    $python - "$folder" "$fixtures/acquisition/$2_$3.tif" << 'END'
import sys, tifffile
folder, expected = sys.argv[1], tifffile.imread(sys.argv[2])
labels, mask = tifffile.imread(folder + "/labels.tif"), tifffile.imread(folder + "/mask.tif")
sys.exit(0 if (labels == expected).all() and ((mask == 255) == (expected > 0)).all() else 1)
END
    same=$?
    rm -r "$folder"
    return $same
}
# field IMAGE KEY…: a value of the summary.
field() {
    run cat "$data/$1_summary.json" | $python -c 'import functools, json, sys
print(functools.reduce(lambda value, key: value[key], sys.argv[1:], json.load(sys.stdin)))' "${@:2}"
}
# capabilities PID SET…: of all threads, each value once.
capabilities() {
    local pid=$1 set
    shift
    for set in "$@"; do run sh -c "sed -n 's/^$set:[[:space:]]*//p' /proc/$pid/task/*/status"; done | sort -u | xargs
}

image_done=4764c15585a84f0788fe1300707e5ef5
worker_died=c54d6cf6750c4fb09009c6ea6b357bb2
started=ac4046364cb047988c74295dc1e631df
classifier_loaded=93993c7c9c644ab4a825f44e95dcc0c5


# start_lab: a lab of its own for a script, gone when the script ends.
start_lab() {
    trap 'lab down' EXIT
    lab up --tmpfs=/data:mode=755 || exit 1
    root=$(lab root)
}
# install_files: the program and what it brings, where the package lays them.
install_files() {
    local systemd=$repository/Systemd
    install -m 755 "$program" "$root/usr/bin/segmentd"
    install -D -m 644 -t "$root/usr/lib/systemd/system" $(ls "$systemd"/*.{service,slice} 2> /dev/null)
    if [ -e "$systemd/segmentd.catalog" ]; then
        install -D -m 644 -t "$root/usr/lib/systemd/catalog" "$systemd/segmentd.catalog"
        run journalctl --update-catalog
    fi
    if [ -e "$systemd/drop-ins" ]; then
        install -D -m 644 -t "$root/usr/share/segmentd/drop-ins" "$systemd"/drop-ins/*
    fi
    printf 'u segmentd - "Segmentation of microscopy images"\n' | run systemd-sysusers - 2> /dev/null
    run install -d -m 755 /etc/segmentd
    run systemctl daemon-reload
}
# install_program: from the Debian package where there is one, else as install_files does.
install_program() {
    if [ -z "$package" ]; then
        install_files
    else
        cp -n "$package" "$root/root/"
        run env DEBIAN_FRONTEND=noninteractive apt-get --quiet=2 --yes install "/root/${package##*/}" \
            > "$root/root/apt.log" 2>&1 || { cat "$root/root/apt.log" >&2; return 1; }
    fi
}
# add_microscope: the account that writes images, the group that it shares, and a stock of images, annotations and classifiers.
add_microscope() {
    run groupadd --system microscopy
    run useradd --system --user-group --groups microscopy --home-dir /nonexistent --shell /usr/sbin/nologin scope
    run install -d -m 755 /data/stock
    tar -C "$fixtures/acquisition" -c . | run tar -C /data/stock -x --no-same-owner
    tar -C "$fixtures/classifiers" -c nuclei.cl bright.cl | run tar -C /data/stock -x --no-same-owner
    tar -C "$fixtures" --exclude write.py -c annotations | run tar -C /data/stock -x --no-same-owner
}
# add_large_stock: an image that takes a while, many copies of a small one, side by side.
add_large_stock() {
    $python -c 'import io, numpy, sys, tifffile
small, file = tifffile.imread(sys.argv[1]), io.BytesIO()
tifffile.imwrite(file, numpy.tile(small, (4096 // small.shape[0], 4096 // small.shape[1])))
sys.stdout.buffer.write(file.getvalue())' \
        "$fixtures/acquisition/0.tif" | run tee /data/stock/large.tif > /dev/null
}
# configure_by_hand: one folder, one recipe, as an operator who follows the documentation has them.
configure_by_hand() {
    run usermod --append --groups microscopy segmentd
    run install -d -m 2770 -o scope -g microscopy $data
    run cp /data/stock/nuclei.cl /etc/segmentd/nuclei.cl
    run tee /etc/segmentd/segmentd.toml > /dev/null << END
[device]
workers = 1

[[folder]]
path = "$data"
quiet = "300ms"
rescan = "1h"

    [[folder.recipe]]
    classifier = "/etc/segmentd/nuclei.cl"
    outputs = ["mask", "labels", "objects"]
END
}
# finish_checks: the sum, as exit status too.
finish_checks() {
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ]
}
