#!/bin/bash
# One classifier over one folder on a Slurm cluster, as an array of 16 tasks:
#
#     sbatch slurm-array.sh /data/scope1/2026-05-07 /models/nuclei.cl /results/2026-05-07
#
# Choose three to four times as many tasks as run at a time, of a hundred images or more each: Slurm takes seconds to start
# one, and images need not be equally large.
#
# A task that is preempted, reaches its time limit, or meets a full disk ends with 75; one that was killed for memory, with
# 137. Both are queued again, and go on where they were. Whoever runs the cluster can have Slurm do that, by
# `RequeueExit=75,137` in slurm.conf; without it this script does.
#
#SBATCH --job-name=segmentd
#SBATCH --array=0-15
#SBATCH --cpus-per-task=2
#SBATCH --mem=4G
#SBATCH --time=01:00:00
#SBATCH --signal=B:TERM@300
#SBATCH --requeue
#SBATCH --open-mode=append
images=$1 classifier=$2 results=$3
# As many as the array has, whichever of them are submitted again.
parts=16

# Compiled kernels on a disk of the node, which tasks may share.
export POCL_CACHE_DIR=${POCL_CACHE_DIR:-${TMPDIR:-/var/tmp}/segmentd-kernels-$(id -u)}
mkdir -p "$POCL_CACHE_DIR"

# In the background, so that the shell hands on TERM, which comes five minutes before the limit.
segmentd run --shard "$SLURM_ARRAY_TASK_ID/$parts" \
    --classifier "$classifier" --output-dir "$results" "$images" &
run=$!
trap 'stopped=yes; kill -TERM "$run"' TERM
wait "$run"
status=$?
# A trap ends `wait`, not the program.
if [ -n "$stopped" ] && [ "$status" -gt 128 ]; then
    wait "$run"
    status=$?
fi

if [ "$status" = 75 ] || [ "$status" = 137 ]; then
    # A disk that stays full is not waited for for ever.
    if [ "${SLURM_RESTART_COUNT:-0}" -ge 5 ]; then
        echo "given up after $SLURM_RESTART_COUNT tries" >&2
        exit 1
    fi
    if ! scontrol show config | grep -Eq '^RequeueExit +=.*\b75\b'; then
        scontrol requeue "$SLURM_JOB_ID"
    fi
fi
exit "$status"
