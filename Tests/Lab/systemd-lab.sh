#!/bin/bash
# A real systemd (PID 1, journald, D-Bus) in a container that is thrown away, also where this machine's own PID 1 is
# something else. Its root is an overlay over this machine's root file system, so everything installed here is there and
# nothing that is written inside survives `down`. It has no network. Needs root and, of Debian's packages,
# systemd-container, dbus and util-linux.
#
#     systemd-lab.sh up [OPTION]…   start it, with further options of systemd-nspawn
#     systemd-lab.sh run COMMAND…   run a command in it; its exit status is passed on
#     systemd-lab.sh root           where its root is seen from outside, to put files in
#     systemd-lab.sh down           stop it and leave nothing behind
#
# LAB names it (segmentd-lab), LAB_TIMEOUT is how many seconds it may take to start (30), LAB_BASE is another root than
# this machine's to put the overlay over (installed-root.sh makes one).
set -u

name=${LAB:-segmentd-lab}
state=/run/systemd-lab/$name
root=$state/overlay/root
timeout=${LAB_TIMEOUT:-30}
base=${LAB_BASE:-/}

fail() {
    echo "systemd-lab.sh: $*" >&2
    exit 1
}

# The process on this machine that is PID 1 inside: the child of systemd-nspawn.
leader() {
    local nspawn child
    nspawn=$(cat "$state/nspawn.pid" 2> /dev/null) && kill -0 "$nspawn" 2> /dev/null || return 1
    for child in $(cat "/proc/$nspawn"/task/*/children 2> /dev/null); do
        [ "$(cat "/proc/$child/comm" 2> /dev/null)" = systemd ] && echo "$child" && return 0
    done
    return 1
}

run() {
    local first
    first=$(leader) || fail "it is not up"
    # nsenter keeps all of root's capabilities; those that reach this machine, its clock above all, are dropped.
    nsenter -t "$first" -m -u -i -n -p -C \
        setpriv --bounding-set=-sys_time,-sys_module,-sys_rawio,-sys_boot \
        env -i TERM=dumb LANG=C.UTF-8 SYSTEMD_PAGER=cat SYSTEMD_COLORS=0 \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

# The roots of this machine's control group trees that systemd inside needs: version 2, and systemd's own of version 1.
cgroup_roots() {
    findmnt --noheadings --list --output TARGET --types cgroup2
    findmnt --noheadings --list --output TARGET --types cgroup --options name=systemd
}

down() {
    local nspawn first cgroup
    nspawn=$(cat "$state/nspawn.pid" 2> /dev/null)
    if [ -n "$nspawn" ] && kill -0 "$nspawn" 2> /dev/null; then
        first=$(leader) && kill -s RTMIN+4 "$first"  # poweroff.target
        for _ in $(seq 100); do
            kill -0 "$nspawn" 2> /dev/null || break
            sleep 0.1
        done
        if kill -0 "$nspawn" 2> /dev/null; then
            first=$(leader) && kill -KILL "$first"
            sleep 0.5
            kill -KILL "$nspawn" 2> /dev/null
        fi
    fi
    mountpoint -q "$root" && umount -l "$root"
    mountpoint -q "$state/overlay" && umount -l "$state/overlay"
    rm -rf --one-file-system "$state"
    rmdir "/run/systemd/nspawn/propagate/$name" 2> /dev/null
    for cgroup in $(cgroup_roots); do
        find "$cgroup/$name" -depth -type d -exec rmdir {} + 2> /dev/null
    done
    return 0
}

# What the root must have that this machine's has not.
prepare_root() {
    local units=$root/etc/systemd/system unit
    rm -f "$root/etc/machine-id"
    od -An -N16 -tx1 /dev/urandom | tr -d ' ' > "$root/etc/machine-id"
    rm -rf "$root/var/log/journal"
    # Machines without a systemd of their own forbid packages to start and stop services; here they may.
    rm -f "$root/usr/sbin/policy-rc.d"
    mkdir -p "$root/etc/systemd/journald.conf.d" "$units"
    printf '[Journal]\nStorage=volatile\nRateLimitIntervalSec=0\nForwardToConsole=no\n' \
        > "$root/etc/systemd/journald.conf.d/lab.conf"
    for unit in console-getty.service getty.target systemd-timesyncd.service; do
        ln -sf /dev/null "$units/$unit"
    done
    # A target of its own, so that daemons that happen to be installed on this machine do not start.
    cat > "$units/lab.target" << 'END'
[Unit]
Requires=basic.target
Wants=dbus.service systemd-logind.service
After=basic.target dbus.service systemd-logind.service
AllowIsolate=yes
END
}

up() {
    [ "$(id -u)" = 0 ] || fail "it needs root"
    command -v systemd-nspawn > /dev/null || fail "apt-get install --no-install-recommends systemd-container dbus"
    leader > /dev/null && return 0
    down
    mkdir -p "$state/overlay"
    mount -t tmpfs -o size=4G,mode=755 tmpfs "$state/overlay" || fail "no tmpfs"
    mkdir -p "$state/overlay/upper" "$state/overlay/work" "$root"
    mount -t overlay overlay \
        -o "lowerdir=$base,upperdir=$state/overlay/upper,workdir=$state/overlay/work" "$root" || fail "no overlay"
    prepare_root
    # The capabilities and the system calls are those that device policies, address policies and landlock need inside.
    (
        for cgroup in $(cgroup_roots); do
            mkdir -p "$cgroup/$name" && echo "$BASHPID" > "$cgroup/$name/cgroup.procs"
        done 2> /dev/null
        echo "$BASHPID" > "$state/nspawn.pid"
        exec env SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 setsid systemd-nspawn --quiet --directory="$root" \
            --machine="$name" --register=no --keep-unit --private-network --resolv-conf=off --timezone=off \
            --link-journal=no --console=read-only \
            --capability=CAP_BPF,CAP_PERFMON,CAP_NET_ADMIN,CAP_IPC_LOCK \
            --drop-capability=CAP_SYS_TIME,CAP_SYS_MODULE,CAP_WAKE_ALARM \
            --system-call-filter="bpf landlock_create_ruleset landlock_add_rule landlock_restrict_self keyctl" \
            "$@" --boot systemd.unit=lab.target
    ) > "$state/console.log" 2>&1 < /dev/null &
    local found=none
    for _ in $(seq $((timeout * 10))); do
        if leader > /dev/null; then
            found=$(run systemctl is-system-running 2> /dev/null)
            case $found in running | degraded) return 0 ;; esac
        fi
        sleep 0.1
    done
    cat "$state/console.log" >&2
    down
    fail "it did not start within $timeout s (its last state: $found)"
}

case ${1-} in
    up) shift && up "$@" ;;
    run) shift && run "$@" ;;
    root) echo "$root" ;;
    down) down ;;
    *) sed -n '2,/^set/{s/^# \{0,1\}//;/^set/!p}' "$0" >&2 && exit 64 ;;
esac
