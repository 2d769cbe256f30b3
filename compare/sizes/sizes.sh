#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# sizes.sh KERNEL SIZE: the kernels' sizes as lines SIZE, as far as no run is needed for them.
# KERNEL is our kernel's ELF file; SIZE the toolchain's program of that name.
#
# sizes.sh --linux FOLDER: fetches the source of Debian's kernel, 140 MB, and prints its lines for
# 64-bit Arm; what is printed without is what compare/sizes/source_lines.txt says.
set -eu -o pipefail
here=$(dirname "$0")

# Lines of C and assembly of the files whose names are on stdin.
lines() {
    grep -E '\.[chS]$' | tr '\n' '\0' | xargs -0 cat | wc -l | tr -d ' '
}

fetch_and_count() {
    local folder=$1 package archive version
    # shellcheck source=linux/apt.sh
    . "$here/../../linux/apt.sh"
    apt_private "$folder/apt" arm64 && apt_update
    package=$(apt_dependency linux-source '^linux-source-')
    version=$(apt_run apt-cache show "$package" | sed -n '1,/^Version: /s/^Version: //p')
    apt_unpack "$folder/package" "$package"
    archive=$(find "$folder/package/usr/src" -name 'linux-source-*.tar.xz')
    rm -rf "$folder/tree"
    mkdir -p "$folder/tree"
    tar -xJf "$archive" -C "$folder/tree" --strip-components=1
    # What can go into a kernel for this processor: no other architecture, no tools, no samples.
    (
        cd "$folder/tree"
        echo "$package $version"
        find arch/arm64 block certs crypto drivers fs include init io_uring ipc kernel lib mm net \
            rust security sound usr virt -type f 2>/dev/null | lines
        find arch/arm64 block certs crypto fs include init io_uring ipc kernel lib mm net \
            security usr virt -type f 2>/dev/null | lines
    )
}

if [ "$1" = --linux ]; then
    fetch_and_count "$2"
    exit 0
fi

text=$("$2" -A "$1" | awk '$1 == ".text" { print $2; found = 1 } END { exit !found }') || {
    echo "error: $2 finds no section .text in $1" >&2
    exit 1
}
echo "SIZE bulkhead kernel_text_bytes $text"
# Without the machine of the unit tests, and the invariants, which are in no kernel of the SDK.
echo "SIZE bulkhead kernel_source_lines $(find "$here/../../kernel" -type f \
    ! -path '*/arch/host/*' ! -path '*/kernel/check/*' | lines)"
if [ -f "$here/source_lines.txt" ]; then
    {
        read -r package
        read -r all
        read -r without_drivers
    } < <(grep -v '^#' "$here/source_lines.txt")
    echo "SIZE linux kernel_source_lines $all"
    echo "SHOW linux kernel_source_lines $package; $without_drivers without drivers and sound"
fi
