# SPDX-License-Identifier: BSD-2-Clause
#
# The Linux columns of `make bench`.  Their programs are in an archive of their own: what a process
# costs depends a little on where the kernel put what is there, and the figures are not to change
# with programs that do not take part.

guest_others := $(GUEST_PROGRAMS)
$(eval $(call guest_program,bench,$(sort $(wildcard bench/linux/*.c))))
$(eval $(call guest_program,bench_marked,$(sort $(wildcard bench/linux/*.c)),$(bench_marks)))
$(eval $(call guest_program,bench_child,bench/linux/child/child.c,-ffreestanding,-nostdlib))
GUEST_PROGRAMS := $(guest_others)

# One archive with the program that is measured, one with the program that marks repetitions.
$(GUEST)/bench.initramfs: bench_program = bin/bench=$(GUEST)/bin/bench
$(GUEST)/bench_marked.initramfs: bench_program = bin/bench=$(GUEST)/bin/bench_marked
$(GUEST)/bench.initramfs: $(GUEST)/bin/bench
$(GUEST)/bench_marked.initramfs: $(GUEST)/bin/bench_marked
$(GUEST)/bench.initramfs $(GUEST)/bench_marked.initramfs: linux/initramfs.sh $(GUEST)/bin/init \
    $(GUEST)/bin/bench_child
	$(call say,CPIO,$@)
	$(Q)linux/initramfs.sh $@ $(GUEST)/bin/init $(bench_program) $(GUEST)/bin/bench_child

.PHONY: bench-guest
bench-guest: $(GUEST)/bench.initramfs $(GUEST)/bench_marked.initramfs $(GUEST)/kernel/vmlinuz
