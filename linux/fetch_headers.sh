#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# fetch_headers.sh KERNEL_FOLDER FOLDER: puts into FOLDER what a module for the kernel that
# fetch_kernel.sh put into KERNEL_FOLDER is built against: its packages of headers, and the programs
# of its build system for this machine.  `folder` in FOLDER is then where they are.
set -u
kernel=$1
folder=$2

stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

[ -z "${LINUX_KERNEL:-}" ] ||
    stop 'error: no headers for the kernel that LINUX_KERNEL names, so no module is built for it'
for tool in apt-get apt-cache dpkg dpkg-deb; do
    command -v "$tool" >/dev/null 2>&1 || stop "error: $tool is not here to fetch kernel headers"
done
release=$(cat "$kernel/release") || exit 1
package=linux-headers-$release

# shellcheck source=linux/apt.sh
. "$(dirname "$0")/apt.sh"
apt_said() {
    tail -n 2 "$apt_folder/log"
}

echo "Fetching the headers of $release (about 15 MB)"
rm -rf "${folder:?}/usr"
apt_private "$folder/apt" arm64 || stop "error: cannot write to $folder/apt"
apt_update || stop 'error: cannot fetch the list of arm64 packages; apt-get said:' "$(apt_said)"
common=$(apt_dependency "$package" '^linux-headers-.*-common$') &&
    build=$(apt_dependency "$package" '^linux-kbuild-') ||
    stop "$(apt_why_none "$package")"
apt_unpack "$folder" "$package" "$common" ||
    stop "error: cannot fetch $package; apt-get said:" "$(apt_said)"

# Programs that run here, not in the guest.
apt_private "$folder/apt-host" "$(dpkg --print-architecture)" || exit 1
{ apt_update && apt_unpack "$folder" "$build"; } ||
    stop "error: cannot fetch $build for this machine; apt-get said:" "$(apt_said)"
[ -f "$folder/usr/src/$package/Makefile" ] && [ -f "$folder/usr/src/$common/Makefile" ] ||
    stop "error: $package has no Makefile where one was expected"
printf '%s\n' "$folder/usr/src/$package" >"$folder/folder"
