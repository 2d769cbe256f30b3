#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Packages of the host's own Debian mirror for another architecture, without touching the host: the
# package lists and the downloads live in a folder of the build.  Sourced; nothing here needs root.

# apt_private FOLDER ARCHITECTURE: what the functions below work with.
apt_private() {
    apt_folder=$(mkdir -p "$1" && cd "$1" && pwd) || return 1
    apt_architecture=$2
    mkdir -p "$apt_folder/lists/partial" "$apt_folder/cache/archives/partial" &&
        : >"$apt_folder/status"
}

# apt_run PROGRAM ARGUMENTS...
apt_run() {
    local program=$1
    shift
    LC_ALL=C "$program" -q \
        -o "Dir::State=$apt_folder" -o "Dir::State::lists=$apt_folder/lists" \
        -o "Dir::State::status=$apt_folder/status" -o "Dir::Cache=$apt_folder/cache" \
        -o "APT::Architecture=$apt_architecture" -o "APT::Architectures=$apt_architecture" \
        -o APT::Sandbox::User=root -o Debug::NoLocking=1 "$@"
}

# apt_update: fetches the package lists; what apt-get said is in FOLDER/log.
apt_update() {
    apt_run apt-get update >"$apt_folder/log" 2>&1
}

# apt_dependency PACKAGE REGEX: the first package that PACKAGE depends on and REGEX matches.
apt_dependency() {
    apt_run apt-cache depends "$1" 2>>"$apt_folder/log" |
        sed -n 's/^ *Depends: *//p' | grep -E -m 1 -- "$2"
}

# apt_why_none PACKAGE: says why no PACKAGE was found.  apt-get ends well even if no list came.
apt_why_none() {
    if grep -qE '^[WE]: (Failed to fetch|Some index files failed)' "$apt_folder/log"; then
        echo "error: cannot fetch the list of $apt_architecture packages; apt-get said:"
        grep -E '^[WE]: ' "$apt_folder/log" | head -n 3
    else
        echo "error: this host's package mirror has no $1"
    fi
}

# apt_unpack FOLDER PACKAGE...: downloads PACKAGEs and unpacks them in FOLDER.
apt_unpack() {
    local target=$1 file
    shift
    mkdir -p "$target" "$apt_folder/packages" || return 1
    rm -f "$apt_folder"/packages/*.deb
    (cd "$apt_folder/packages" && apt_run apt-get download "$@") >>"$apt_folder/log" 2>&1 ||
        return 1
    for file in "$apt_folder"/packages/*.deb; do
        dpkg-deb -x "$file" "$target" || return 1
    done
    rm -f "$apt_folder"/packages/*.deb
}
