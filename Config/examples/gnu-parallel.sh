#!/bin/bash
# One classifier over one folder with GNU parallel, on this computer or on several that see the same disks:
#
#     bash gnu-parallel.sh /data/scope1/2026-05-07 /models/nuclei.cl /results/2026-05-07 [options of parallel]
#
# Options of parallel are for example `--sshlogin node1,node2` or `--jobs 4`. Parts that ended with 75, or were killed, are
# tried three times. The same line typed again does only what has no result yet.
set -u
images=$1 classifier=$2 results=$3
shift 3
export POCL_CACHE_DIR=${POCL_CACHE_DIR:-${TMPDIR:-/var/tmp}/segmentd-kernels-$(id -u)}
mkdir -p "$POCL_CACHE_DIR"
parts=16
parallel --quote --jobs 2 --env POCL_CACHE_DIR --retries 3 "$@" \
    segmentd run --shard "{}/$parts" --classifier "$classifier" --output-dir "$results" "$images" \
    ::: $(seq 0 $((parts - 1)))
