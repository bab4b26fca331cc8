#!/bin/bash
# Checks `segmentd setup`, `check` and `unit-dropin` as an operator meets them: in a fresh lab, with the files of an
# installed package and nothing configured. Needs root and what systemd-lab.sh and the daemon need.
#
#     setup-check.sh PROGRAM    prints a line a check, and at the end how many passed and failed
set -uo pipefail

here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../.." && pwd)
fixtures=$repository/Tests/Fixtures
units=$repository/Systemd
program=$(realpath "${1:?usage: setup-check.sh PROGRAM}")
passed=0
failed=0

lab() { "$here/systemd-lab.sh" "$@"; }
run() { lab run "$@"; }
show() { run systemctl show "$1" --value --property "$2"; }
says() { if "$@" > /dev/null 2>&1; then echo yes; else echo no; fi; }
check() { # NAME FOUND EXPECTED
    if [ "$2" = "$3" ]; then
        passed=$((passed + 1))
        echo "pass  $1: $2"
    else
        failed=$((failed + 1))
        echo "FAIL  $1: '$2' instead of '$3'"
    fi
}
# finds NAME TEXT PART: whether a text holds a part.
finds() { check "$1" "$(grep -qF -- "$3" <<< "$2" && echo yes || echo "no: $2")" yes; }
until_true() {
    local end=$((SECONDS + $1))
    shift
    until "$@" > /dev/null 2>&1; do
        [ $SECONDS -lt $end ] || return 1
        sleep 0.1
    done
}
is_there() { run test -e "$1"; }
drop() { # FIXTURE PATH
    run runuser -u scope -- sh -c "umask 007; cat > '$2'" < "$fixtures/acquisition/$1.tif"
}
# Everything that setup may touch: folders with owner, group and mode; groups; files with their contents.
state() {
    run sh -c 'stat -c "%n %U:%G %a" /data /data/scope1 /microscopes /home/anna /home/anna/data /etc/segmentd 2>&1
        getent group microscopy segmentd; find /etc/segmentd /etc/systemd/system/segmentd* /var/lib/segmentd-setup -type f \
        -exec sha256sum {} + 2>&1; systemctl is-enabled segmentd; ls -A /data/scope1'
}

trap 'lab down' EXIT
lab up --tmpfs=/data:mode=755 || exit 1

# --- What a package leaves, and a microscope ---
root=$(lab root)
install -m 755 "$program" "$root/usr/bin/segmentd"
install -m 644 "$units"/segmentd.service "$units"/segmentd@.service "$units"/segmentd.slice "$root/etc/systemd/system/"
run groupadd --system microscopy
run useradd --system --user-group --groups microscopy --home-dir /nonexistent --shell /usr/sbin/nologin scope
run useradd --user-group --home-dir /home/anna --create-home anna
run chmod 700 /home/anna
run install -d -m 755 /etc/segmentd
run install -d -m 750 -o scope -g scope /data/scope1
run install -d -m 755 "/microscopes" "/microscopes/scope 100%"
run install -m 644 /dev/stdin /root/nuclei.cl < "$fixtures/classifiers/nuclei.cl"
run systemctl daemon-reload
setup() { run segmentd setup "$@"; }

# --- What cannot be ---
check "without a terminal, options are needed" "$(setup > /dev/null 2>&1; echo $?)" 64
check "and --yes" "$(setup --folder /data/scope1 --classifier /root/nuclei.cl --group microscopy > /dev/null 2>&1; echo $?)" 64
check "nothing is taken back where nothing was done" "$(setup --remove > /dev/null 2>&1; echo $?)" 1
finds "a folder that cannot be is refused" \
    "$(setup --yes --folder /no/such/folder --classifier /root/nuclei.cl --group microscopy 2>&1)" "nor the folder above it"

# --- On a terminal it asks ---
answers=$(printf '/data/scope1\n/root/nuclei.cl\nmicroscopy\nn\n' | run script --quiet --return --command 'segmentd setup' /dev/null)
finds "it asks for the folder" "$answers" "The folder into which the microscope writes: "
finds "offers the folder's own group" "$answers" "The group of the microscope's account [scope]: "
finds "and shows the commands before it asks whether to run them" "$answers" "usermod --append --groups microscopy segmentd"
check "a no is a no" "$(run test -e /etc/segmentd/segmentd.toml && echo done)" ""

# --- Set up ---
before=$(state)
options=(--folder /data/scope1 --classifier /root/nuclei.cl --group microscopy)
setup --dry-run "${options[@]}" > /dev/null
check "--dry-run changes nothing" "$(says test "$(state)" = "$before")" yes
transcript=$(setup --yes "${options[@]}" 2>&1)
check "setup succeeds" "$?" 0
sed 's/^/    /' <<< "$transcript"
finds "the test image was segmented" "$transcript" "objects, and these files: segmentd-setup-test_"
check "the service runs, and will after a restart of the computer" \
    "$(show segmentd ActiveState):$(run systemctl is-enabled segmentd)" active:enabled
check "the test image is gone with all that came of it" "$(run ls -A /data/scope1 | xargs)" ""
drop 0 /data/scope1/a.tif
check "an image of the microscope's account is segmented" "$(says until_true 60 is_there /data/scope1/a_summary.json)" yes
check "its results are the group's" "$(run stat -c %U:%G /data/scope1/a_labels.tif)" segmentd:microscopy
check "and the account can read them" "$(says run runuser -u scope -- cat /data/scope1/a_labels.tif)" yes
again=$(setup --yes "${options[@]}" 2>&1)
check "a second time nothing is left to do" \
    "$(grep -cE '^(chmod|chgrp|usermod|useradd|install|cat|systemctl)' <<< "$again")" 0

# --- A second folder, elsewhere, with an odd name ---
odd="/microscopes/scope 100%"
transcript=$(setup --yes --folder "$odd" --classifier /root/nuclei.cl --group microscopy 2>&1)
check "a second folder is added" "$?" 0
drop 1 "$odd/b.tif"
check "and images in it are segmented" "$(says until_true 60 is_there "$odd/b_summary.json")" yes
check "nothing in it can be executed by the service" \
    "$(run cat "/proc/$(show segmentd MainPID)/mountinfo" | grep -F ' /microscopes/scope\040100% ' | grep -c noexec)" 1

# --- Below a home ---
run install -d -m 750 -o anna -g anna /home/anna/data
transcript=$(setup --yes --folder /home/anna/data --classifier /root/nuclei.cl --group microscopy 2>&1)
check "a folder in a closed home is added" "$?" 0
drop_home() { run runuser -u anna -- sh -c "umask 007; cat > /home/anna/data/c.tif" < "$fixtures/acquisition/2.tif"; }
drop_home
check "and images in it are segmented" "$(says until_true 60 is_there /home/anna/data/c_summary.json)" yes
check "the service sees nothing else of that home" \
    "$(run nsenter -t "$(show segmentd MainPID)" -m ls -A /home/anna | xargs)" data
check "systemd-analyze verify has nothing to say of the drop-in" \
    "$(run systemd-analyze verify segmentd.service 2>&1 | grep -i segmentd)" ""

# --- check judges as the service ---
judge() { run segmentd check --config /etc/segmentd/other.toml 2>&1; }
other() { # FOLDER
    run tee /etc/segmentd/other.toml > /dev/null << END
[[folder]]
path = "$1"
    [[folder.recipe]]
    classifier = "${2:-/etc/segmentd/nuclei.cl}"
END
}
run install -d -m 750 -o root -g root /data/closed
run install -d -m 770 -o scope -g microscopy /data/closed/scope2
other /data/closed/scope2
finds "the folder on the way that is closed is named" "$(judge)" "user segmentd may not pass /data/closed (root:root, mode 750)"
finds "with the command that opens it" "$(judge)" '`setfacl --modify user:segmentd:x /data/closed`'
run groupadd --system imaging
run install -d -m 2770 -o scope -g imaging /data/other
other /data/other
finds "a group that the service lacks is named with the command" "$(judge)" '`usermod --append --groups imaging segmentd`'
check "which is a problem" "$(judge > /dev/null; echo $?)" 78
run install -d -m 777 /opt/images
other /opt/images
finds "a folder that the unit does not let it write to is said, with the command" "$(judge)" \
    "the service cannot write to /opt/images (by the unit in force) (\`segmentd unit-dropin --write\`"
run install -d -m 777 /home/anna/more
other /home/anna/more
finds "so is one that it hides" "$(judge)" "the service cannot see /home/anna/more (by the unit in force)"
other /data/notyet
finds "a folder that is not there is a warning" "$(judge)" "warning: line 2: folder[0].path: /data/notyet"
check "and no problem" "$(judge > /dev/null; echo $?)" 0
run install -m 600 /root/nuclei.cl /etc/segmentd/closed.cl
other /data/scope1 /etc/segmentd/closed.cl
finds "a classifier that the service cannot read is said to be that" "$(judge)" \
    "/etc/segmentd/closed.cl cannot be read by user segmentd"
finds "somebody else is told as whom it was judged" \
    "$(run runuser -u anna -- segmentd check --config /etc/segmentd/other.toml 2>&1)" "sudo segmentd check"
run rm -f /etc/segmentd/other.toml /etc/segmentd/closed.cl

# --- A set-up that stops on the way goes on ---
run systemctl stop segmentd
run sh -c 'mv /usr/bin/segmentd /usr/bin/segmentd.kept; printf "#!/bin/sh\nexit 3\n" > /usr/bin/broken; chmod 755 /usr/bin/broken'
run install -d -m 755 /data/third
run sh -c 'ln -s broken /usr/bin/segmentd'
transcript=$(run segmentd.kept setup --yes --folder /data/third --classifier /root/nuclei.cl --group microscopy 2>&1)
check "a command that fails ends it" "$?" 1
finds "and it says how to go on" "$transcript" "run \`segmentd setup\` again"
run mv -f /usr/bin/segmentd.kept /usr/bin/segmentd
transcript=$(setup --yes --folder /data/third --classifier /root/nuclei.cl --group microscopy 2>&1)
check "the next one goes on" "$?" 0

# --- Taken back ---
run rm -rf /data/closed /data/other
transcript=$(setup --remove 2>&1)
check "what was done is taken back" "$?" 0
sed 's/^/    /' <<< "$transcript"
run sh -c 'rm -f /data/scope1/a*.csv /data/scope1/segmentd_*'
check "results stay" "$(run ls -A /data/scope1 | xargs)" "a.tif a_labels.tif a_mask.tif a_summary.json"
check "so does the account, to which they belong" "$(run id -un segmentd)" segmentd
run sh -c 'rm -rf /data/scope1/a* /data/third; groupdel imaging; userdel segmentd; groupdel segmentd 2> /dev/null'
after=$(state)
check "everything is as it was" "$(diff <(grep -v /home/anna/data <<< "$before") <(grep -v /home/anna/data <<< "$after"))" ""

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
