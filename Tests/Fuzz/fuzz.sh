#!/bin/bash
# Fuzzes with programs that are built: each for so many seconds, from the corpus, what was found before and the fixtures.
#
#     fuzz.sh PROGRAMS SECONDS [directories|descriptions|classifiers|samples|extracts ...]
#
# New inputs are kept beside the programs and read the next time; one that ends a program is named.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
programs=$1 seconds=$2
shift 2
for target in "${@:-directories descriptions classifiers samples extracts}"; do targets="${targets:-} $target"; done
kept=$programs/fuzz
for target in $targets; do
    mkdir -p "$kept/$target"
    program=$programs/Fuzz${target^}
    inputs=("$kept/$target")
    for folder in "$here/found/$target" "$here/corpus/$target"; do
        if [ -d "$folder" ]; then inputs+=("$folder"); fi
    done
    case $target in
        # A file of 64 kB holds every structure; the limit keeps libFuzzer fast.
        directories) longest=65536 ;;
        descriptions) longest=8192 ;;
        samples) longest=8192 ;;
        extracts) longest=8192 ;;
        classifiers) longest=40000; inputs+=("$here/../Fixtures/classifiers" "$here/../Fixtures/objects") ;;
    esac
    echo "== $target, $seconds s"
    dictionary=()
    if [ -e "$here/$target.dict" ]; then dictionary=("-dict=$here/$target.dict"); fi
    status=0
    SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=quarantine_size_mb=16 "$program" -max_total_time="$seconds" -max_len=$longest -timeout=5 \
        -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="$kept/$target-" "${dictionary[@]}" "${inputs[@]}" \
        > "$kept/$target.log" 2>&1 || status=$?
    grep -E '^stat::(number_of_executed_units|new_units_added|slowest_unit_time_sec|peak_rss_mb)|ERROR|SUMMARY|Test unit written' \
        "$kept/$target.log" || true
    if [ $status != 0 ]; then
        echo "$target: it ended with $status; the end of $kept/$target.log:" >&2
        tail -n 30 "$kept/$target.log" >&2
        echo "again: $program INPUT; once it is mended, keep the input as Tests/Fuzz/README.md says" >&2
        exit 1
    fi
done
