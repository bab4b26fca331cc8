#!/bin/bash
# Figures of the service under a real systemd, with its whole unit: how long a start takes until it is READY, with and
# without compiled kernels, and what it takes while nothing comes. Needs root and what systemd-lab.sh and the daemon
# need.
#
#     figures.sh PROGRAM [SECONDS [STARTS]]     prints a table; 60 s of rest, 5 starts of each kind
#
# A machine that does something else meanwhile makes starts longer; CPU seconds and memory are the processes' own.
set -uo pipefail

program=$(realpath "${1:?usage: figures.sh PROGRAM [SECONDS [STARTS]]}")
seconds=${2:-60}
starts=${3:-5}
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/checks.sh"

start_lab
install_files
add_microscope
configure_by_hand

# The time that systemd itself took down, from the start of the job to READY.
milliseconds_to_ready() {
    run systemctl start segmentd || exit 1
    echo $((($(show ActiveEnterTimestampMonotonic) - $(show InactiveExitTimestampMonotonic)) / 1000))
}
# starts KIND: prints all times and the median.
measure_starts() {
    local times=()
    for _ in $(seq "$starts"); do
        run systemctl stop segmentd
        [ "$1" = warm ] || run rm -rf /var/cache/segmentd/kernels
        times+=("$(milliseconds_to_ready)")
    done
    printf '%-34s median %5s ms   (%s)\n' "start to READY, $2" \
        "$(printf '%s\n' "${times[@]}" | sort -n | sed -n "$(((starts + 1) / 2))p")" "${times[*]}"
}

measure_starts cold "no compiled kernels"
measure_starts warm "kernels compiled before"

for number in 0 1 2 3 4; do drop "$number" "image$number" && segmented "image$number"; done
sleep 15  # what an image leaves to be done (tables, status) is over
run $python - "$(show MainPID)" "$(worker)" "$seconds" << 'END'
import pathlib, sys, time

seconds = int(sys.argv[3])
processes = {"daemon": int(sys.argv[1]), "worker": int(sys.argv[2])}


def processor_time(pid):
    """Seconds, those of threads that ended included: the process's own clock, as clock_getcpuclockid(3) names it."""
    return time.clock_gettime((~pid << 3) | 2)


def memory(pid):
    """Megabytes by kind, from the kernel's sum over all mappings."""
    lines = (line.split() for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:])
    return {line[0][:-1]: int(line[1]) / 1024 for line in lines}


def switches(pid):
    """How often its threads gave up the processor, that is, how often they were woken."""
    count = 0
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        count += int((task / "status").read_text().split("\nvoluntary_ctxt_switches:")[1].split()[0])
    return count


before = {name: (processor_time(pid), switches(pid)) for name, pid in processes.items()}
time.sleep(seconds)
for name, pid in processes.items():
    used, woken = processor_time(pid) - before[name][0], switches(pid) - before[name][1]
    sizes = memory(pid)
    print(f"{name} at rest, {seconds} s: {used * 1000:.0f} ms of CPU = {100 * used / seconds:.3f} %, "
          f"woken {woken / seconds:.1f} times a second; "
          f"PSS {sizes['Pss']:.1f} MB, RSS {sizes['Rss']:.1f} MB, "
          f"of its own {sizes['Pss_Anon']:.1f} MB, threads {len(list(pathlib.Path(f'/proc/{pid}/task').iterdir()))}")
END
