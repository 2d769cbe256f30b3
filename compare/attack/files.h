/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The guest's files that are not the attacked service's, with owners and modes as
 * a distribution and careful administrators set them: what an intruder looks for.
 * The attacker knows a usual system, so the injected code has the same list.
 */
#pragma once

/* FILE_OF(owner, mode, path) */
#define OTHERS_FILES \
    FILE_OF(ROOT, 0644, "/etc/passwd") \
    FILE_OF(ROOT, 0644, "/etc/group") \
    FILE_OF(ROOT, 0640, "/etc/shadow") \
    FILE_OF(ROOT, 0640, "/etc/gshadow") \
    FILE_OF(ROOT, 0644, "/etc/hostname") \
    FILE_OF(ROOT, 0644, "/etc/hosts") \
    FILE_OF(ROOT, 0644, "/etc/resolv.conf") \
    FILE_OF(ROOT, 0644, "/etc/fstab") \
    FILE_OF(ROOT, 0440, "/etc/sudoers") \
    FILE_OF(ROOT, 0600, "/etc/crypttab") \
    FILE_OF(ROOT, 0644, "/etc/crontab") \
    FILE_OF(ROOT, 0644, "/etc/ssh/ssh_config") \
    FILE_OF(ROOT, 0644, "/etc/ssh/sshd_config") \
    FILE_OF(ROOT, 0600, "/etc/ssh/ssh_host_ed25519_key") \
    FILE_OF(ROOT, 0644, "/etc/ssh/ssh_host_ed25519_key.pub") \
    FILE_OF(ROOT, 0600, "/etc/ssl/private/web.key") \
    FILE_OF(ROOT, 0644, "/etc/ssl/certs/web.crt") \
    FILE_OF(ROOT, 0600, "/etc/wireguard/wg0.conf") \
    FILE_OF(ROOT, 0644, "/etc/ledger/ledger.conf") \
    FILE_OF(SAFE, 0600, "/etc/safe/server.key") \
    FILE_OF(ROOT, 0644, "/etc/safe/safe.conf") \
    FILE_OF(SAFE, 0600, "/var/lib/safe/state") \
    FILE_OF(SAFE, 0640, "/var/log/safe.log") \
    FILE_OF(MAIL, 0600, "/var/mail/alice") \
    FILE_OF(MAIL, 0600, "/var/spool/mail.queue") \
    FILE_OF(DATABASE, 0600, "/var/lib/database/accounts") \
    FILE_OF(DATABASE, 0600, "/var/lib/database/password") \
    FILE_OF(WEB, 0640, "/var/www/config.php") \
    FILE_OF(WEB, 0644, "/var/www/index.html") \
    FILE_OF(ROOT, 0640, "/var/log/auth.log") \
    FILE_OF(ROOT, 0640, "/var/log/syslog") \
    FILE_OF(ROOT, 0644, "/var/log/dpkg.log") \
    FILE_OF(ROOT, 0600, "/root/.ssh/id_ed25519") \
    FILE_OF(ROOT, 0600, "/root/.bash_history") \
    FILE_OF(ALICE, 0600, "/home/alice/.ssh/id_ed25519") \
    FILE_OF(ALICE, 0644, "/home/alice/.ssh/authorized_keys") \
    FILE_OF(ALICE, 0600, "/home/alice/letter") \
    FILE_OF(CLIENT, 0600, "/home/client/wallet") \
    FILE_OF(CLIENT, 0644, "/home/client/.profile") \
    FILE_OF(CLIENT, 0600, "/home/client/orders")

/* SOCKET_OF(owner, mode, path): the others' sockets; stream sockets. */
#define OTHERS_SOCKETS \
    SOCKET_OF(ROOT, 0666, "/run/log") \
    SOCKET_OF(ROOT, 0666, "/run/bus") \
    SOCKET_OF(ROOT, 0660, "/run/containers") \
    SOCKET_OF(ROOT, 0600, "/run/manager") \
    SOCKET_OF(DATABASE, 0777, "/run/database") \
    SOCKET_OF(WEB, 0660, "/run/web") \
    SOCKET_OF(MAIL, 0600, "/run/mail") \
    SOCKET_OF(SAFE, 0600, "/run/safe_admin")

#define FILE_OF(owner, mode, path) +1
#define SOCKET_OF(owner, mode, path) +1
enum { FILES = 0 OTHERS_FILES, SOCKETS = 0 OTHERS_SOCKETS };
#undef FILE_OF
#undef SOCKET_OF

/* Written by the intruder at the end of a file. */
#define MARK '!'
