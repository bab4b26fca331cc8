#!/bin/bash
# Reads so many damaged TIFFs to the last pixel, in one process under the address sanitizer.
#
#     mutants.sh PROGRAMS [COUNT [SEED]]
#
# The sources: the corpus, what was found before, the fixtures, and with SEGMENTD_SHARED the shared TIFFs below 100 kB.
set -eu
shopt -s nullglob
here=$(cd "$(dirname "$0")" && pwd)
programs=$1 count=${2:-10000} seed=${3:-1}
sources=("$here"/corpus/directories/* "$here"/found/directories/* "$here"/../Fixtures/acquisition/*.tif)
if [ -n "${SEGMENTD_SHARED:-}" ]; then
    while IFS= read -r -d '' file; do sources+=("$file"); done \
        < <(find "$SEGMENTD_SHARED/tiffs" -size -200 -iname '*.tif*' -type f -print0 | sort --zero-terminated)
fi
latest=$programs/mutant.tif
# Freed memory is held back a little only, so that growth is seen.
SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=quarantine_size_mb=8 "$programs/Mutants" "$seed" "$count" "$latest" "${sources[@]}" || {
    status=$?
    echo "the mutant $latest ended it with $status" >&2
    exit 1
}
