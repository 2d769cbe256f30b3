/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Of QEMU's plugin interface, what is told of accesses to memory: the same in all
 * versions.
 */
#include "host.h"

enum { READ = 1, WRITE = 2 };

struct qemu_plugin_hwaddr;

void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn *insn,
                                      void (*cb)(unsigned vcpu_index, uint32_t info,
                                                 uint64_t vaddr, void *userdata),
                                      int flags, int rw, void *userdata);
bool qemu_plugin_mem_is_store(uint32_t info);
unsigned qemu_plugin_mem_size_shift(uint32_t info);
struct qemu_plugin_hwaddr *qemu_plugin_get_hwaddr(uint32_t info, uint64_t vaddr);
bool qemu_plugin_hwaddr_is_io(const struct qemu_plugin_hwaddr *haddr);
uint64_t qemu_plugin_hwaddr_phys_addr(const struct qemu_plugin_hwaddr *haddr);

/* The access that a plugin is being told of; `info` is not its size alone, as QEMU's is not. */
static const struct access *current;
enum { INFO_OTHER = 1 << 8 };

void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn *insn,
                                      void (*cb)(unsigned vcpu_index, uint32_t info,
                                                 uint64_t vaddr, void *userdata),
                                      int flags, int rw, void *userdata)
{
    if (flags != 0 || rw != (READ | WRITE) || insn->accessed != NULL) {
        die("memory callback", "not one for reads and writes without registers");
    }
    insn->accessed = cb;
    insn->accessed_data = userdata;
}

bool qemu_plugin_mem_is_store(uint32_t info)
{
    (void)info;
    return current->how == 'w' || current->how == 'W';
}

unsigned qemu_plugin_mem_size_shift(uint32_t info)
{
    return info & ~(uint32_t)INFO_OTHER;
}

struct qemu_plugin_hwaddr *qemu_plugin_get_hwaddr(uint32_t info, uint64_t vaddr)
{
    if ((info & INFO_OTHER) == 0 || vaddr != current->address) {
        die("physical address", "not of the access that was told");
    }
    return (struct qemu_plugin_hwaddr *)(uintptr_t)current;
}

bool qemu_plugin_hwaddr_is_io(const struct qemu_plugin_hwaddr *haddr)
{
    const struct access *access = (const struct access *)(const void *)haddr;

    return access->how == 'R' || access->how == 'W';
}

uint64_t qemu_plugin_hwaddr_phys_addr(const struct qemu_plugin_hwaddr *haddr)
{
    return ((const struct access *)(const void *)haddr)->physical;
}

void host_access(const struct qemu_plugin_insn *insn)
{
    for (size_t i = 0; insn->accessed != NULL && i < insn->access_count; i++) {
        current = &insn->accesses[i];
        insn->accessed(0, current->shift | INFO_OTHER, current->address, insn->accessed_data);
    }
    current = NULL;
}
