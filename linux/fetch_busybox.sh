#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# fetch_busybox.sh FOLDER: puts a static BusyBox for 64-bit Arm into FOLDER/bin/busybox, from the
# package of the mirror that the host's apt is configured for.  LINUX_BUSYBOX=FILE in the
# environment is taken instead.
set -u
folder=$1

stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

mkdir -p "$folder/bin" || exit 1
if [ -n "${LINUX_BUSYBOX:-}" ]; then
    [ -f "$LINUX_BUSYBOX" ] && [ -r "$LINUX_BUSYBOX" ] ||
        stop "error: LINUX_BUSYBOX=$LINUX_BUSYBOX: there is no such file, or it cannot be read"
    cp "$LINUX_BUSYBOX" "$folder/bin/busybox" && chmod 755 "$folder/bin/busybox"
    exit
fi
for tool in apt-get apt-cache dpkg-deb; do
    command -v "$tool" >/dev/null 2>&1 ||
        stop "error: no BusyBox for the guest: $tool is not here to fetch one" \
            '  LINUX_BUSYBOX=FILE names one: a static program for arm64, as the package' \
            '  busybox-static of Debian or Ubuntu has it in bin/busybox.'
done

# shellcheck source=linux/apt.sh
. "$(dirname "$0")/apt.sh"
echo "Fetching Debian's BusyBox for arm64 (about 1 MB)"
apt_private "$folder/apt" arm64 || stop "error: cannot write to $folder/apt"
apt_update || stop "error: cannot fetch the list of arm64 packages; apt-get said:" \
    "$(tail -n 3 "$apt_folder/log")"
apt_unpack "$folder/package" busybox-static || stop "$(apt_why_none busybox-static)" \
    "$(tail -n 3 "$apt_folder/log")"
for file in "$folder/package/bin/busybox" "$folder/package/usr/bin/busybox"; do
    [ ! -f "$file" ] || cp "$file" "$folder/bin/busybox" || exit 1
done
[ -f "$folder/bin/busybox" ] || stop 'error: the package busybox-static has no bin/busybox'
