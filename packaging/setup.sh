#!/usr/bin/env bash
# Everything that a checkout needs: Debian packages and .venv. Safe to repeat.
# As root or with sudo it installs what is missing; otherwise it prints the
# exact line for an administrator and stops.
set -euo pipefail
cd "$(dirname "$0")/.."

lock=packaging/requirements-dev.lock
stamp=.venv/.onetrip-stamp

packages() { sed -e 's/#.*//' packaging/apt-packages.txt | xargs; }

installed() {  # is PACKAGE (or, after the t64 rename of Ubuntu 24.04, its heir) installed?
    # It fails where either name is unknown; what it prints is what counts.
    { dpkg-query -W -f='${db:Status-Status}\n' "$1" "$1t64" 2>/dev/null || true; } \
        | grep -qx installed
}

install_debian_packages() {
    local missing=() package
    for package in $(packages); do
        installed "$package" || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return
    local root=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null || ! sudo -n true 2>/dev/null && [ ! -t 0 ]; then
            echo "setup: these Debian packages are missing; please run as root:" >&2
            echo "  apt-get install --no-install-recommends ${missing[*]}" >&2
            exit 1
        fi
        root=(sudo)
    fi
    echo "setup: installing Debian packages: ${missing[*]}"
    "${root[@]}" apt-get update -q >/dev/null
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q \
        --no-install-recommends "${missing[@]}" >/dev/null
}

find_python() {  # the first Python from 3.11 to 3.13 that can make a venv
    local candidate
    for candidate in python3 /usr/bin/python3 python3.11 python3.12 python3.13; do
        if "$candidate" - 2>/dev/null <<'PY'
import ensurepip, sys, venv
sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PY
        then
            command -v "$candidate"
            return
        fi
    done
    echo "setup: no Python 3.11, 3.12 or 3.13 with venv was found" >&2
    exit 1
}

make_venv() {
    local wanted python
    wanted=$(sha256sum "$lock" | cut -d' ' -f1)
    if [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && .venv/bin/python -c '' 2>/dev/null; then
        return
    fi
    python=$(find_python)
    echo "setup: making .venv with $("$python" --version)"
    [ -x .venv/bin/python ] && .venv/bin/python -c '' 2>/dev/null \
        || "$python" -m venv --clear .venv
    .venv/bin/python -m pip install --quiet --disable-pip-version-check \
        --require-hashes -r "$lock"
    echo "$wanted" >"$stamp"
}

compile_translations() {
    local source
    for source in ui/locale/*.ts ui/device_panel/locale/*.ts; do
        [ -e "$source" ] || continue
        if [ ! "${source%.ts}.qm" -nt "$source" ]; then
            .venv/bin/pyside6-lrelease -silent "$source" -qm "${source%.ts}.qm"
        fi
    done
}

install_debian_packages
make_venv
compile_translations
