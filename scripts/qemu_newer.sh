#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# qemu_newer.sh FOLDER: puts into FOLDER a QEMU that is newer than the system's, from the backports
# of the Debian that this is, with the program FOLDER/qemu-system-aarch64.  Nothing of the system
# is changed, and nobody need be root: apt has folders of its own there; its mirror is the system's.
#
# Exit status 1, with a message, if there is none to be had.
set -u

stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

for needed in apt-get dpkg-deb; do
    command -v $needed >/dev/null 2>&1 ||
        stop "error: no $needed here, so no backports of Debian's" \
            "  QEMU=PATH names a QEMU of version 9 or newer, which has the Raspberry Pi 4."
done
mkdir -p "$1/lists/partial" "$1/cache/archives/partial" "$1/packages" || exit 1
folder=$(cd "$1" && pwd) || exit 1

release=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
# shellcheck disable=SC2016  # apt's own variables
site=$(apt-get indextargets --format '$(SITE) $(RELEASE) $(COMPONENT)' 2>/dev/null |
    awk -v "release=$release" '$2 == release && $3 == "main" { print $1; exit }')
[ -n "$site" ] || stop "error: apt has no mirror of this system's release '$release'" \
    "  QEMU=PATH names a QEMU of version 9 or newer, which has the Raspberry Pi 4."

signed=/usr/share/keyrings/debian-archive-keyring.gpg
if [ -f $signed ]; then signed="[signed-by=$signed] "; else signed=; fi
printf 'deb %s%s %s-backports main\n' "$signed" "$site" "$release" >"$folder/sources.list"
cat >"$folder/apt.conf" <<END
Dir::Etc::sourcelist "$folder/sources.list";
Dir::Etc::sourceparts "-";
Dir::Etc::preferencesparts "-";
Dir::State::lists "$folder/lists";
Dir::Cache "$folder/cache";
APT::Sandbox::User "root";
END
export APT_CONFIG=$folder/apt.conf

echo "Fetching a newer QEMU from $release-backports, into $1 alone."
apt-get -q update >"$folder/log" 2>&1 &&
    (cd "$folder/packages" && rm -f ./*.deb &&
        apt-get -q download qemu-system-arm qemu-system-common qemu-system-data) \
        >>"$folder/log" 2>&1 ||
    stop "error: $release-backports has no QEMU that could be fetched: see $folder/log" \
        "  QEMU=PATH names a QEMU of version 9 or newer, which has the Raspberry Pi 4."
rm -rf "$folder/root"
for package in "$folder"/packages/*.deb; do
    dpkg-deb -x "$package" "$folder/root" || exit 1
done

# Its modules are those of its own packages; the system's are another version's.
cat >"$folder/qemu-system-aarch64" <<'END'
#!/bin/sh
root=$(dirname "$0")/root
for QEMU_MODULE_DIR in "$root"/usr/lib/*/qemu; do
    export QEMU_MODULE_DIR
done
exec "$root/usr/bin/qemu-system-aarch64" -L "$root/usr/share/qemu" "$@"
END
chmod +x "$folder/qemu-system-aarch64"
"$folder/qemu-system-aarch64" --version >>"$folder/log" 2>&1 || {
    rm "$folder/qemu-system-aarch64"
    stop "error: the QEMU of $release-backports does not run here: see $folder/log" \
        "  It needs libraries that the system's QEMU brings: install that first (make setup)."
}
rm -rf "$folder/lists" "$folder/cache" "$folder/packages"
