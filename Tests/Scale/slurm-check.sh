#!/bin/bash
# `segmentd run` under a real Slurm, brought up by hand on this computer and taken down again; needs root.
#
#     slurm-check.sh PROGRAM SIMULATOR [IMAGES]
#
# Sixteen shards of a folder as an array job by Config/examples/slurm-array.sh. Meanwhile one task's segmentd is killed (9),
# one task is asked to end (TERM), and of one everything is killed, the shell too, as when a node dies. Slurm queues
# the first two again by their exit statuses (137, 75), the third by `scontrol requeue`. In the end all that is in the
# folder is what one run makes of the same images, byte by byte.
set -u
program=$(realpath "$1") simulator=$(realpath "$2") count=${3:-400}
here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../.." && pwd)
for needed in slurmctld slurmd sbatch munged; do
    if ! command -v "$needed" > /dev/null; then
        echo "SKIPPED  the Slurm check: there is no $needed (apt install slurmctld slurmd slurm-client munge)"
        exit 0
    fi
done
if [ "$(id -u)" != 0 ]; then
    echo "SKIPPED  the Slurm check: it takes root"
    exit 0
fi

lab=$(mktemp -d --tmpdir segmentd-slurm.XXXXXX)
daemons=()
failures=0
finish() {
    scancel --user=root > /dev/null 2>&1
    sleep 1
    for daemon in "${daemons[@]}"; do kill "$daemon" 2> /dev/null; done
    for daemon in "${daemons[@]}"; do wait "$daemon" 2> /dev/null; done
    rm -rf "$lab"
}
trap finish EXIT
started=$SECONDS
say() { printf '%4d s  %s\n' $((SECONDS - started)) "$*"; }
check() {
    if [ "$2" = "$3" ]; then say "pass  $1"; else say "FAIL  $1: $2 instead of $3"; failures=$((failures + 1)); fi
}
until_true() {
    local seconds=$1 i
    shift
    for ((i = 0; i < seconds * 10; i++)); do "$@" > /dev/null 2>&1 && return; sleep 0.1; done
    return 1
}

# --- A cluster of one node ---
chmod 755 "$lab"
mkdir -p "$lab/munge" "$lab/state" "$lab/spool" "$lab/log" "$lab/bin" "$lab/kernels"
chmod 700 "$lab/munge"
dd if=/dev/urandom of="$lab/munge/key" bs=64 count=1 status=none
chmod 400 "$lab/munge/key"
munged --foreground --force --socket="$lab/munge/socket" --key-file="$lab/munge/key" --log-file="$lab/munge/log" \
    --pid-file="$lab/munge/pid" --seed-file="$lab/munge/seed" > "$lab/log/munged" 2>&1 &
daemons+=($!)
node=$(hostname -s)
port=$((20000 + $$ % 20000))
cat > "$lab/slurm.conf" << CONF
ClusterName=lab
SlurmctldHost=$node(127.0.0.1)
SlurmctldPort=$port
SlurmdPort=$((port + 1))
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$lab/munge/socket
CryptoType=crypto/munge
StateSaveLocation=$lab/state
SlurmdSpoolDir=$lab/spool
SlurmctldPidFile=$lab/slurmctld.pid
SlurmdPidFile=$lab/slurmd.pid
SlurmctldLogFile=$lab/log/slurmctld
SlurmdLogFile=$lab/log/slurmd
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
MpiDefault=none
MinJobAge=3600
SchedulerParameters=batch_sched_delay=0,sched_min_interval=1000000,bf_interval=1
RequeueExit=75,137
JobCompType=jobcomp/filetxt
JobCompLoc=$lab/log/jobs
NodeName=$node NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=batch Nodes=$node Default=YES MaxTime=1:00:00 State=UP
CONF
export SLURM_CONF=$lab/slurm.conf
until_true 10 test -S "$lab/munge/socket"
slurmctld -D > "$lab/log/slurmctld.out" 2>&1 &
daemons+=($!)
slurmd -D > "$lab/log/slurmd.out" 2>&1 &
daemons+=($!)
if ! until_true 30 sh -c "sinfo --noheader --format=%t | grep -q idle"; then
    say "FAIL  no cluster: $(tail -n 3 "$lab/log/slurmctld" "$lab/log/slurmd" "$lab/log/munged" 2>&1)"
    exit 1
fi
say "$(sinfo --version): $(sinfo --noheader --format='%D node, %c processors, %t')"

# --- Images, and what one run makes of them ---
ln -s "$program" "$lab/bin/segmentd"
export PATH=$lab/bin:$PATH HOME=$lab/home POCL_CACHE_DIR=$lab/kernels
mkdir -p "$HOME"
"$simulator" drop --folder "$lab/images" --truth "$lab/truth" --count "$count" --size 256x256 --way nested --interval 0 \
    > /dev/null || { say "FAIL  no images"; exit 1; }
classifier=$repository/Tests/Fixtures/classifiers/nuclei.cl
begun=$SECONDS
segmentd run --classifier "$classifier" --output-dir "$lab/one" "$lab/images" > "$lab/one.txt" 2> "$lab/one.err"
check "one run does all $count images" "$?:$(wc -l < "$lab/one.txt")" "0:$count"
say "one run took $((SECONDS - begun)) s"

# --- Sixteen tasks ---
job=$(sbatch --parsable --cpus-per-task=1 --mem=0 --output="$lab/log/task-%a" \
    "$repository/Config/examples/slurm-array.sh" "$lab/images" "$classifier" "$lab/many")
say "array job $job of 16 tasks"
# The segmentd of a task.
of_task() { pgrep --full "^segmentd run --shard $1/16 .*$lab/many"; }
has_begun() { [ -n "$(of_task "$1")" ] && [ -s "$lab/log/task-$1" ]; }
descend() { local child; echo "$1"; for child in $(cat "/proc/$1/task/"*/children 2> /dev/null); do descend "$child"; done; }
restarts() { scontrol show job "${job}_$1" | sed -n 's/.* Restarts=\([0-9]*\).*/\1/p'; }

# The next task that has not begun, behind one that has.
next() {
    squeue --noheader --array --jobs="$job" --states=PENDING --format=%K | sort -n | awk -v last="$1" '$1 > last' | head -n 1
}

until_true 120 has_begun 2
killed=$(descend "$(of_task 2)" | xargs)
kill -9 $killed
say "task 2: killed its segmentd and worker ($killed) after $(wc -l < "$lab/log/task-2") images"
second=$(next 2)
until_true 120 has_begun "$second"
# What scancel says of the whole array then is not about this task.
scancel --full --signal=TERM "$(scontrol show job "${job}_$second" | sed -n 's/^JobId=\([0-9]*\).*/\1/p')" 2> /dev/null
say "task $second: TERM to all its processes after $(wc -l < "$lab/log/task-$second") images"
third=$(next "$second")
until_true 120 has_begun "$third"
shell=$(ps -o ppid= -p "$(of_task "$third")" | xargs)
images=$(wc -l < "$lab/log/task-$third")
kill -9 "$shell" $(descend "$(of_task "$third")")
say "task $third: killed everything, its shell ($shell) too, after $images images"
until_true 30 sh -c "squeue --noheader --states=all --array --jobs=${job}_$third --format=%T | grep -q FAILED"
say "task $third: $(scontrol show job "${job}_$third" | grep -Eo '(JobState|Reason|ExitCode)=[^ ]*' | xargs)"
scontrol requeue "${job}_$third"
# Slurm lets a job that it queues again wait for two minutes.
hurry() {
    scontrol update "JobId=${job}_$1" StartTime=now
}
for task in 2 "$second"; do
    until_true 60 sh -c "squeue --noheader --states=PENDING --array --jobs=${job}_$task --format=%T | grep -q PENDING"
    say "task $task: $(scontrol show job "${job}_$task" | grep -Eo '(JobState|Reason|Restarts|ExitCode)=[^ ]*' | xargs)"
done
for task in 2 "$second" "$third"; do until_true 10 hurry "$task"; done
if ! until_true 900 sh -c "! squeue --noheader --jobs=$job --states=PENDING,RUNNING,COMPLETING,CONFIGURING,REQUEUED | grep -q ."; then
    say "FAIL  tasks are left: $(squeue --noheader --jobs="$job" --array --format='%K %T %r' | xargs)"
    failures=$((failures + 1))
fi
check "all tasks are completed" "$(squeue --noheader --states=all --array --jobs="$job" --format=%T | sort | uniq -c | xargs)" \
    "16 COMPLETED"
for task in 2 "$second" "$third"; do check "task $task was started twice" "$(restarts $task)" 1; done
say "tasks as Slurm tells of them (JobId, state, exit status:signal, restarts):"
scontrol show job "$job" | sed -n 's/^JobId=\([0-9]*\) ArrayJobId=.* ArrayTaskId=\([0-9]*\).*/task \2 (\1)/p; s/.*\(JobState=[A-Z]*\).*/    \1/p; s/.*\(Restarts=[0-9]*\).*\(ExitCode=[0-9:]*\).*/    \1 \2/p' | xargs | sed 's/ task/\n        task/g; s/^/        /'
say "what they said:"
for task in $(seq 0 15); do
    echo "        task $task: $(grep -E ' done, | left' "$lab/log/task-$task" | sed 's/; the same.*//' | xargs -d '\n' | tr -s ' ')"
done
for task in $(seq 0 15); do
    sed -n 's/^\(.*\): .*objects.*/\1/p' "$lab/log/task-$task"
done | sort > "$lab/done"
check "every image was done, by one task" "$(sort -u "$lab/done" | wc -l)" "$count"
say "$(($(wc -l < "$lab/done") - $(sort -u "$lab/done" | wc -l))) images were done twice"
if "$here/same.py" "$lab/one" "$lab/many"; then same=yes; else same=no; fi
check "what 16 tasks made is what one run makes, byte by byte" "$same" yes
if [ "$failures" -gt 0 ]; then
    for task in 2 "$second" "$third"; do echo "--- task $task"; tail -n 5 "$lab/log/task-$task"; done
    exit 1
fi
