# SPDX-License-Identifier: BSD-2-Clause
#
# The Linux columns of `make bench`.  Their programs are in an archive of their own: what a process
# costs depends a little on where the kernel put what is there, and the figures are not to change
# with programs that do not take part.

guest_others := $(GUEST_PROGRAMS)
$(eval $(call guest_program,bench,$(sort $(wildcard bench/linux/*.c))))
$(eval $(call guest_program,bench_child,bench/linux/child/child.c,-ffreestanding,-nostdlib))
GUEST_PROGRAMS := $(guest_others)

bench_guest := $(GUEST)/bin/bench $(GUEST)/bin/bench_child
$(GUEST)/bench.initramfs: linux/initramfs.sh $(GUEST)/bin/init $(bench_guest)
	$(call say,CPIO,$@)
	$(Q)linux/initramfs.sh $@ $(GUEST)/bin/init $(bench_guest)

.PHONY: bench-guest
bench-guest: $(GUEST)/bench.initramfs $(GUEST)/kernel/vmlinuz
