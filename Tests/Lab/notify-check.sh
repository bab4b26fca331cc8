#!/bin/bash
# Checks the messages of the service: segmentd-notify.service of this repository, unchanged, beside segmentd.service under
# a real systemd. Needs root and what systemd-lab.sh and the daemon need, and curl.
#
#     notify-check.sh PROGRAM      prints a line a check, and at the end how many passed and failed
#
# The receiver on the web is Python's, on the lab's own loopback; it keeps each message as a file.
set -uo pipefail

here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../.." && pwd)
fixtures=$repository/Tests/Fixtures
program=$(realpath "${1:?usage: notify-check.sh PROGRAM}")
python=/usr/bin/python3
data=/data/scope1
secret=lab-secret-0123456789
passed=0
failed=0

lab() { "$here/systemd-lab.sh" "$@"; }
run() { lab run "$@"; }
journal() { run journalctl --unit segmentd-notify --output cat; }
check() { # NAME FOUND EXPECTED
    if [ "$2" = "$3" ]; then
        passed=$((passed + 1))
        echo "pass  $1: $2"
    else
        failed=$((failed + 1))
        echo "FAIL  $1: '$2' instead of '$3'"
    fi
}
until_true() {
    local end=$(($(date +%s) + $1))
    shift
    until "$@" > /dev/null 2>&1; do
        [ "$(date +%s)" -lt "$end" ] || return 1
        sleep 0.2
    done
}
says() { if "$@" > /dev/null 2>&1; then echo yes; else echo no; fi; }
is_active() { [ "$(run systemctl is-active "$1")" = active ]; }
# got WORDS: whether a message holds them.
got() { run sh -c "cat /srv/got/* 2> /dev/null" | grep -qF -- "$1"; }
messages() { run sh -c "ls /srv/got | wc -l"; }
logged() { journal | grep -qF -- "$1"; }
waiting() { [ "$(run sh -c 'ls /var/lib/segmentd-notify/outbox | wc -l')" -ge 1 ]; }

trap 'lab down' EXIT
lab up --tmpfs=/data:mode=755 || exit 1
root=$(lab root)
install -m 755 "$program" "$root/usr/bin/segmentd"
install -m 644 "$repository"/Systemd/segmentd.service "$repository"/Systemd/segmentd-notify.service \
    "$root/etc/systemd/system/"
run useradd --system --user-group --home-dir /nonexistent --shell /usr/sbin/nologin segmentd
run install -d -m 755 /etc/segmentd
run install -d -m 2770 -o segmentd -g segmentd $data
run install -d -m 777 /srv/got
install -m 644 "$fixtures/classifiers/nuclei.cl" "$root/etc/segmentd/nuclei.cl"
run ip link set lo up
run tee /srv/receiver.py > /dev/null << 'END'
import http.server, itertools
numbers = itertools.count()
class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        open(f"/srv/got/{next(numbers):03}.json", "wb").write(body)
        self.send_response(200)
        self.end_headers()
    def log_message(self, *words):  # It would write the secret into the journal.
        pass
http.server.HTTPServer(("127.0.0.1", 8099), Receiver).serve_forever()
END
printf 'http://127.0.0.1:8099/hook/%s\n' $secret | run tee /etc/segmentd/webhook > /dev/null
run sh -c "chown root:segmentd /etc/segmentd/webhook && chmod 640 /etc/segmentd/webhook"
run tee /etc/segmentd/segmentd.toml > /dev/null << END
[device]
workers = 1
[notify]
webhook_file = "/etc/segmentd/webhook"
after = "5s"
[[folder]]
path = "$data"
quiet = "200ms"
    [[folder.recipe]]
    classifier = "/etc/segmentd/nuclei.cl"
END
run systemctl daemon-reload

check "systemd-analyze verify has nothing to say" \
    "$(run systemd-analyze verify segmentd-notify.service 2>&1 | grep -i segmentd-notify)" ""
exposure=$(run systemd-analyze security --offline=true --no-pager /etc/systemd/system/segmentd-notify.service)
check "exposure is at most 1.5" \
    "$(says run systemd-analyze security --offline=true --threshold=15 /etc/systemd/system/segmentd-notify.service)" yes
echo "      $(tail -n 1 <<< "$exposure")"
run systemctl start segmentd
run systemctl enable --quiet --now segmentd-notify
check "it starts" "$(says until_true 20 is_active segmentd-notify)" yes
check "and hears it" "$(says until_true 20 logged 'listening to the daemon')" yes
check "it cannot see the data" \
    "$(says run nsenter --target "$(run systemctl show --value --property MainPID segmentd-notify)" --mount ls $data/x)" no

for number in 1 2 3; do run runuser -u segmentd -- sh -c "printf 'II*\\0 broken' > $data/bad_$number.tif"; done
check "a message waits while no receiver is there" "$(says until_true 60 waiting)" yes
check "which is in the journal, once" "$(says until_true 30 logged 'was not reached'):$(journal | grep -c 'was not reached')" yes:1
run systemctl restart segmentd-notify
run systemd-run --quiet --unit receiver $python /srv/receiver.py
check "it is delivered when the receiver is there" "$(says until_true 90 got "3 images failed in $data")" yes
run runuser -u segmentd -- sh -c "cat > $data/good.tif" < "$fixtures/acquisition/0.tif"
check "and that images succeed again" "$(says until_true 60 got 'succeed again')" yes

before=$(messages)
run systemctl stop segmentd
run systemctl start segmentd
until_true 20 is_active segmentd-notify
sleep 15
check "a clean stop is no message, nor the start after it" "$(messages):$(says is_active segmentd-notify)" "$before:yes"
pid=$(run systemctl show --value --property MainPID segmentd-notify)
run sh -c "mkdir -p /run/systemd/system/segmentd.service.d \
    && printf '[Service]\nRestart=no\n' > /run/systemd/system/segmentd.service.d/no.conf"
run systemctl daemon-reload
run systemctl kill --kill-whom=main --signal=KILL segmentd
check "a daemon that dies is one" "$(says until_true 90 got 'the daemon does not answer')" yes
check "told by the process that was there" "$(run systemctl show --value --property MainPID segmentd-notify)" "$pid"
run systemctl start segmentd
check "and that it answers again" "$(says until_true 90 got 'the daemon answers again')" yes
check "--test says who got it" "$(run runuser -u segmentd -- segmentd notify --test --config /etc/segmentd/segmentd.toml)" \
    "sent to 127.0.0.1"
check "the secret is in no journal" "$(run journalctl --output cat | grep -c $secret)" 0
archive=$(run sh -c "cd /tmp && segmentd support --config /etc/segmentd/segmentd.toml | tail -n 1 | cut -d: -f1")
run sh -c "cd /tmp && tar xzf $archive"
check "support has journal, unit and status" \
    "$(run sh -c "cd /tmp/segmentd-support*/ && grep -lE 'succeed|listening|Messages about|uptime_seconds' *.txt *.json" | xargs)" \
    "journal.txt unit.txt status.json"
check "and no secret" "$(run sh -c "cat /tmp/segmentd-support*/* | grep -c $secret")" 0

echo "Messages:"
run sh -c "cat /srv/got/000.json; echo"
echo "What segmentd-notify said in the journal:"
journal | sort | uniq -c | sed 's/^/    /'
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
