#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# The model checker CBMC, which `make prove` runs.
#
#   cbmc.sh find        prints its path, or says what to do and fails
#   cbmc.sh --check     says by exit status whether it is there
#   cbmc.sh --packaged  says by exit status whether Homebrew or apt has one that is new enough
#   cbmc.sh --fetch     takes that of Debian 13, with the libraries it wants, from this machine's
#                       mirror into $BUILD/cbmc: Debian 12 has none.  What is installed stays as it
#                       is, and nobody need be root.
#
# CBMC in the environment names another binary.
set -u

cbmc_oldest=6
folder=${BUILD:-build}/cbmc
newer=trixie
packages='cbmc minisat libc6 libgcc-s1 libstdc++6 zlib1g libjemalloc2'
keys=/usr/share/keyrings/debian-archive-keyring.gpg

# usable PROGRAM: whether it runs, and is new enough.
usable() {
    local version
    version=$("$1" --version 2>/dev/null | sed -n '1s/^\([0-9][0-9]*\)\..*/\1/p') &&
        [ -n "$version" ] && [ "$version" -ge "$cbmc_oldest" ]
}

find_cbmc() {
    local program
    for program in ${CBMC:+"$CBMC"} cbmc "$folder/cbmc"; do
        if command -v "$program" >/dev/null 2>&1 && usable "$program"; then
            echo "$program"
            return
        fi
    done
    return 1
}

# apt_settings TOP: apt with folders of its own, below TOP; its mirror is the system's.
apt_settings() {
    local mirror release
    release=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release) || return
    # shellcheck disable=SC2016  # apt's own variables
    mirror=$(apt-get indextargets --format '$(SITE) $(RELEASE) $(COMPONENT)' 2>/dev/null |
        awk -v "release=$release" '$2 == release && $3 == "main" { print $1; exit }')
    [ -n "$mirror" ] || return
    mkdir -p "$1/lists/partial" "$1/cache/archives/partial" || return
    echo "deb [signed-by=$keys] $mirror $newer main" >"$1/sources.list"
    : >"$1/status"
    cat >"$1/apt.conf" <<END
Dir::State "$1";
Dir::State::lists "$1/lists";
Dir::State::status "$1/status";
Dir::Cache "$1/cache";
Dir::Etc::sourcelist "$1/sources.list";
Dir::Etc::sourceparts "-";
Dir::Etc::preferencesparts "-";
APT::Sandbox::User "root";
Acquire::Languages "none";
END
}

fetch() {
    local top package loader libraries
    echo "Fetching CBMC, which proves, from Debian $newer, into $folder alone."
    mkdir -p "$folder/apt" && top=$(cd "$folder" && pwd) && apt_settings "$top/apt" || return
    export APT_CONFIG=$top/apt/apt.conf
    apt-get -q update >"$top/log" 2>&1 || return
    # shellcheck disable=SC2086  # several words
    (cd "$top/apt" && apt-get -q download $packages) >>"$top/log" 2>&1 || return
    for package in "$top"/apt/*.deb; do
        dpkg -x "$package" "$top/root" || return
    done
    loader=$(find "$top/root" -name 'ld-linux-*.so.*' | head -n 1)
    libraries=$(dirname "$(find "$top/root" -name libjemalloc.so.2)")
    # By its own loader, so that its libraries are not those of what it starts.  It allocates so
    # much that a faster malloc saves a sixth of its time; as a job's memory is limited, that one
    # gives back what it does not use.
    cat >"$top/cbmc" <<END
#!/bin/sh
export MALLOC_CONF=narenas:1,retain:false
exec '$loader' --library-path '$libraries:$top/root/usr/lib' \\
    --preload '$libraries/libjemalloc.so.2' '$top/root/usr/bin/cbmc' "\$@"
END
    chmod +x "$top/cbmc"
    rm -rf "$top/apt"
}

case ${1:-find} in
find)
    find_cbmc && exit
    echo "error: no CBMC $cbmc_oldest or newer; make setup prove gets it, CBMC=PATH names one" >&2
    exit 1
    ;;
--check) find_cbmc >/dev/null ;;
--packaged)
    if [ "$(uname -s)" = Darwin ]; then
        command -v brew >/dev/null 2>&1
        exit
    fi
    version=$(apt-cache policy cbmc 2>/dev/null |
        sed -n 's/^ *Candidate: \([0-9][0-9]*\)\..*/\1/p')
    [ "${version:-0}" -ge "$cbmc_oldest" ]
    ;;
--fetch) fetch || {
    echo "error: could not get CBMC; $folder/log may say why, and CBMC=PATH names one" >&2
    exit 1
} ;;
esac
