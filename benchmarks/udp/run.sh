#!/usr/bin/env bash
# CPU per forwarded datagram: l7mp, socat and the plainest C relay, one after another, in one run, several rounds.
# run.sh [ROUNDS [FLOWS [BYTES [PER_SECOND [SECONDS]]]]]   needs gcc, socat, taskset, a JDK 25 in JAVA_HOME or PATH, and proxy/target/dist.
# Each relay is pinned to core 0, the load to core 1. CPU time is the kernel's own count (/proc/PID/task/*/schedstat).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
rounds=${1:-3} flows=${2:-1} bytes=${3:-64} rate=${4:-60000} seconds=${5:-5}
work=$(mktemp -d)
pid=
stop() { if [ -n "$pid" ]; then kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; pid=; fi; }
trap 'stop; rm -rf "$work"' EXIT
gcc -O2 -o "$work/relay" "$here/relay.c"
gcc -O2 -pthread -o "$work/blast" "$here/blast.c"
cat >"$work/l7mp.yaml" <<YAML
admin: {log_level: warn}
listeners:
  - name: in
    spec: {protocol: UDP, address: 127.0.0.1, port: 17100}
    options: {session_rate: 0}
    rules: [{action: {route: {destination: {spec: {protocol: UDP, port: 17200}, endpoints: [{spec: {address: 127.0.0.1}}]}}}}]
YAML
cpu() { cat /proc/"$1"/task/*/schedstat | awk '{s += $1} END {printf "%.0f", s}'; }
measure() { # NAME COMMAND...
    local name=$1; shift
    taskset -c 0 "$@" >"$work/$name.log" 2>&1 &
    pid=$!
    sleep 3
    taskset -c 1 "$work/blast" 17100 17200 "$flows" "$bytes" "$rate" "$seconds" >/dev/null # warms up
    local before after sent received
    before=$(cpu "$pid")
    read -r sent received < <(taskset -c 1 "$work/blast" 17100 17200 "$flows" "$bytes" "$rate" "$seconds")
    after=$(cpu "$pid")
    stop
    awk -v n="$name" -v s="$sent" -v r="$received" -v t="$((after - before))" \
        'BEGIN {printf "%-6s sent %d received %d (%.1f %%), %.0f ns CPU per forwarded datagram\n", n, s, r, 100*r/s, t/r}'
}
for round in $(seq "$rounds"); do
    echo "round $round: $flows flow(s), $bytes B, $rate a second for $seconds s"
    measure c "$work/relay" 17100 17200
    measure socat socat -u UDP4-RECV:17100,rcvbuf=4194304 UDP4-SENDTO:127.0.0.1:17200
    measure l7mp "$java" "@$root/proxy/target/dist/jvm.options" -jar "$root/proxy/target/dist/lib/l7mp.jar" -c "$work/l7mp.yaml"
done
