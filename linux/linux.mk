# SPDX-License-Identifier: BSD-2-Clause
#
# The Linux guest: Debian's kernel for arm64 (or LINUX_KERNEL=FILE), and how static programs for it
# are built.  What they do there is in compare/ and bench/linux/.

# A compiler for arm64 Linux with a static C library: the cross gcc of Debian and Ubuntu is one.
LINUX_CC = $(TARGET_CC)
LINUX_FLAGS = -std=gnu11 $(WARNINGS) $(NO_PATHS) -O2 -g -mcpu=cortex-a53 -Ilinux
LINUX_STAMP = $(RULES) $(LINUX_CC) $(shell $(LINUX_CC) --version 2>&1 | head -n 1)

GUEST := $(BUILD)/linux

ifdef TARGET_CC
ifneq ($(call stamp,linux,$(LINUX_STAMP)),)
$(error Nothing was built: cannot write to $(BUILD)/)
endif
endif
ifneq ($(call stamp,linux-kernel,$(LINUX_KERNEL)),)
$(error Nothing was built: cannot write to $(BUILD)/)
endif

$(GUEST)/kernel/vmlinuz: linux/fetch_kernel.sh linux/apt.sh $(BUILD)/linux-kernel.kept \
    $(wildcard $(LINUX_KERNEL))
	@LINUX_KERNEL='$(LINUX_KERNEL)' linux/fetch_kernel.sh $(@D)

# Fails early and in plain words where LINUX_CC cannot build for Linux.
$(GUEST)/cc: linux/check_cc.sh $(BUILD)/linux.kept
	@mkdir -p $(@D)
	@linux/check_cc.sh '$(LINUX_CC)' && touch $@

# $(call guest_program,NAME,SOURCES,MORE COMPILER FLAGS,MORE LINKER FLAGS): a static program of the
# guest, in build/linux/bin.
define guest_program
$(call unit,linux/$(1),$(2),$$(LINUX_CC) $$(LINUX_FLAGS) $(3),linux)
$(call objects,linux/$(1),$(2)): | $(GUEST)/cc
$(GUEST)/bin/$(1): $(call objects,linux/$(1),$(2))
	@mkdir -p $$(@D)
	$$(call say,LD,$$@)
	$(Q)$$(LINUX_CC) $(if $(filter -static-pie,$(4)),,-static) $(4) $$(filter %.o,$$^) -o $$@
GUEST_PROGRAMS += $(GUEST)/bin/$(1)
endef

GUEST_PROGRAMS :=
$(eval $(call guest_program,init,linux/init.c))

# What example/vmm's guest boots: a first file system with BusyBox, and its device tree.
VMM_GUEST := $(BUILD)/vmm/guest
$(GUEST)/busybox/bin/busybox: linux/fetch_busybox.sh linux/apt.sh $(wildcard $(LINUX_BUSYBOX))
	@LINUX_BUSYBOX='$(LINUX_BUSYBOX)' linux/fetch_busybox.sh $(GUEST)/busybox
	@touch $@
$(VMM_GUEST)/files.cpio: linux/initramfs.sh linux/virtio_modules.sh example/vmm/guest/init \
    $(GUEST)/kernel/vmlinuz $(GUEST)/busybox/bin/busybox
	@mkdir -p $(@D)
	$(call say,CPIO,$@)
	$(Q)modules=$$(linux/virtio_modules.sh $(GUEST)/kernel) && linux/initramfs.sh $@ \
	    example/vmm/guest/init $(GUEST)/busybox/bin/busybox $$modules
$(VMM_GUEST)/tree.dtb: example/vmm/guest/tree.sh example/vmm/guest/guest.dts \
    example/vmm/vm/guest_map.h $(VMM_GUEST)/files.cpio
	$(call say,DTC,$@)
	$(Q)example/vmm/guest/tree.sh $@ $(VMM_GUEST)/files.cpio $(TARGET_CC)
