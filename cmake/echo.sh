#!/bin/sh
# Fails unless a program sends back what it gets, by TCP and by UDP. The program is the jar, or what native-image made of it.
# usage: echo.sh COMMAND...
set -eu
dir=$(mktemp -d)
server=
finish() {
    [ -z "$server" ] || kill "$server"
    rm -rf "$dir"
}
trap finish EXIT

for kind in tcp udp; do
    rm -f "$dir/says"
    mkfifo "$dir/says"
    "$@" echo $kind 127.0.0.1:0 >"$dir/says" &
    server=$!
    read -r line <"$dir/says"
    port=${line##*:}
    case $kind in
        tcp) got=$(printf hello | socat -t 60 - "TCP:127.0.0.1:$port") ;;
        udp) got=$(printf hello | socat -T 60 - "UDP:127.0.0.1:$port,readbytes=5") ;;
    esac
    [ "$got" = hello ] || { echo "[ERROR] $kind: \"$line\", and then \"$got\"" >&2; exit 1; }
    kill "$server"
    wait "$server" || true
    server=
    echo "echo $kind: $line, hello came back"
done
