#!/bin/sh
# Makes sure that the programs a make target uses are here: `need.sh run|test|check|bench`.
# Installs what is missing from Debian's packages where it may, and otherwise names the packages and fails.
set -eu

missing=""
want() { # program package
    command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ] || missing="$missing $2"
}

case "${1:-}" in
run) ;;
test)
    want sftp openssh-client
    want sshd openssh-server
    want rclone rclone
    want lftp lftp
    want curl curl
    want xmlsec1 xmlsec1
    want chromium chromium
    want openssl openssl
    want php php-cli
    [ -d /usr/share/simplesamlphp ] || missing="$missing simplesamlphp"
    php -r 'exit(extension_loaded("dom") && extension_loaded("mbstring") ? 0 : 1);' 2>/dev/null || missing="$missing php-xml php-mbstring"
    want python3 python3
    /usr/bin/python3 -c 'import paramiko' 2>/dev/null || missing="$missing python3-paramiko"
    /usr/bin/python3 -c 'import ensurepip' 2>/dev/null || missing="$missing python3-venv"
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
    ;;
bench)
    want sftp openssh-client
    want sshd openssh-server
    want rclone rclone
    ;;
check) ;;
*)
    echo "usage: need.sh run|test|check|bench" >&2
    exit 2
    ;;
esac
want cc build-essential

for program in cargo node npm; do
    if ! command -v "$program" >/dev/null 2>&1; then
        echo "keyfold: '$program' is missing: install Rust (rustup.rs) and Node 20 (nodejs.org), then try again." >&2
        exit 1
    fi
done

[ -n "$missing" ] || exit 0
# shellcheck disable=SC2086 # a list of packages
if command -v apt-get >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ]; then sudo=""; elif sudo -n true 2>/dev/null; then sudo="sudo"; else sudo="no"; fi
    if [ "$sudo" != no ]; then
        echo "keyfold: installing$missing"
        $sudo apt-get update -qq
        DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $missing >/dev/null
        exit 0
    fi
fi
echo "keyfold: these Debian packages are needed and can't be installed from here:$missing" >&2
echo "keyfold: as root, run: apt-get install$missing" >&2
exit 1
