#!/bin/bash
# A microscope drops images into a folder that segmentd watches; then the results are compared with what was drawn.
#
#     demo.sh FOLDER-OF-PROGRAMS [FOLDER-FOR-DATA]        (make demo does all of it)
set -euo pipefail

programs=$(realpath "$1")
repository=$(cd "$(dirname "$0")/../.." && pwd)
data=$(realpath -m "${2:-$repository/.build/demo}")
images=${DEMO_IMAGES:-24}
size=${DEMO_SIZE:-512x512}

say() { if [ -t 1 ]; then printf '\n\033[1m%s\033[0m\n' "$*"; else printf '\n%s\n' "$*"; fi; }
fail() {
    echo "demo: $*" >&2
    echo "demo: the end of $data/segmentd.log:" >&2
    tail -n 20 "$data/segmentd.log" >&2 || true
    exit 1
}

rm -rf "$data"
mkdir -p "$data/acquisition" "$data/runtime"
cp "$repository/Tests/Fixtures/classifiers/nuclei.cl" "$data/"
# A name of a user's own would hide the state below; the daemon must not see that of an installed service either.
unset STATE_DIRECTORY CACHE_DIRECTORY RUNTIME_DIRECTORY CONFIGURATION_DIRECTORY NOTIFY_SOCKET
export XDG_STATE_HOME=$data/state XDG_CACHE_HOME=${XDG_CACHE_HOME:-$repository/.build/cache} XDG_RUNTIME_DIR=$data/runtime
cat > "$data/segmentd.toml" << END
[[folder]]
path = "$data/acquisition"

    [[folder.recipe]]
    classifier = "$data/nuclei.cl"
    outputs = ["mask", "labels", "objects"]
    steps = [ { fill_holes = true }, { area = [10, inf] } ]
END

say "The classifier, trained by APOC on images like these"
"$programs/segmentd" inspect "$data/nuclei.cl"

say "segmentd watches $data/acquisition"
cat "$data/segmentd.toml"
"$programs/segmentd" watch --config "$data/segmentd.toml" > "$data/segmentd.log" 2>&1 &
daemon=$!
trap 'kill $daemon 2> /dev/null || true' EXIT
for ((tenths = 0; tenths < 1200; tenths++)); do
    grep -qwE 'ready|watching' "$data/segmentd.log" && break
    kill -0 $daemon 2> /dev/null || fail "segmentd ended at its start"
    sleep 0.1
done
grep -wE 'ready|watching' "$data/segmentd.log" || fail "segmentd was not ready within two minutes"

say "A microscope writes $images images of $size: in pieces, renamed into place, and into new folders"
"$programs/AcquisitionSimulator" drop --folder "$data/acquisition" --truth "$data/truth" \
    --count "$images" --size "$size" --seed 2 --interval 100

for ((tenths = 0; tenths < 3000; tenths++)); do
    summaries=$(find "$data/acquisition" -name '*_summary.json' ! -name '.*' | wc -l)
    [ "$summaries" -ge "$images" ] && break
    kill -0 $daemon 2> /dev/null || fail "segmentd ended with $summaries of $images images done"
    sleep 0.1
done
kill -TERM $daemon
wait $daemon || fail "segmentd ended with status $?"
trap - EXIT

say "What came of it"
"$programs/AcquisitionSimulator" score --folder "$data/acquisition" --truth "$data/truth" \
    --minimum-f1 0.98 || fail "the results are not what was drawn"

say "One image and its results"
cd "$data/acquisition"
ls -l scope_0001*
head -n 3 scope_0001_objects.csv

say "The whole experiment: two tables"
ls -l segmentd_*

say "Pictures for people: overlays, a contact sheet, charts"
"$programs/segmentd" run --classifier "$data/nuclei.cl" --step fill_holes --step area=10,inf \
    --output overlay --output objects --output-dir "$data/pictures" ./*.tif 2>&1 | tail -n 1
"$programs/segmentd" sheet "$data/pictures" --most 6
"$programs/segmentd" plot "$data/pictures"
printf '\nImages and results are in %s, pictures in %s; the log is %s\n' \
    "$data/acquisition" "$data/pictures" "$data/segmentd.log"
