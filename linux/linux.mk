# SPDX-License-Identifier: BSD-2-Clause
#
# The Linux guest: Debian's kernel for arm64 (or LINUX_KERNEL=FILE), and static programs that attack
# and measure there what demos/ and bench/ attack and measure here.

# A compiler for arm64 Linux with a static C library: the cross gcc of Debian and Ubuntu is one.
LINUX_CC = $(TARGET_CC)
LINUX_FLAGS = -std=gnu11 $(WARNINGS) "-ffile-prefix-map=$(CURDIR)=." -O2 -g -mcpu=cortex-a53 -Ilinux
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

$(GUEST)/kernel/vmlinuz: linux/fetch_kernel.sh linux/apt.sh $(BUILD)/linux-kernel.flags \
    $(wildcard $(LINUX_KERNEL))
	@LINUX_KERNEL='$(LINUX_KERNEL)' linux/fetch_kernel.sh $(@D)

# Fails early and in plain words where LINUX_CC cannot build for Linux.
$(GUEST)/cc: linux/check_cc.sh $(BUILD)/linux.flags
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
include linux/tasks.mk
include linux/attack.mk
include linux/bench.mk

# A module of the kernel that does nothing, for whoever manages to load one; only if there is one.
GUEST_MODULE = $(firstword \
    $(wildcard $(GUEST)/kernel/package/lib/modules/*/kernel/drivers/net/dummy.ko))

$(GUEST)/initramfs: linux/initramfs.sh $(GUEST_PROGRAMS) $(GUEST)/kernel/vmlinuz
	$(call say,CPIO,$@)
	$(Q)linux/initramfs.sh $@ $(GUEST)/bin/init $(filter-out %/init,$(GUEST_PROGRAMS)) \
	    $(addprefix lib/modules/dummy.ko=,$(GUEST_MODULE))

.PHONY: guest
guest: $(GUEST)/initramfs $(GUEST)/kernel/vmlinuz

# The report on both systems.  What is attacked here is built with our SDK, whatever MICROKIT_SDK
# says.
# (A recipe with $(MAKE) in it would run even with `make -n`.)
this_make := $(MAKE)
.PHONY: compare
compare: $(BUILD)/compare-report $(BUILD)/test/task3/loader.img $(BUILD)/test/task5/loader.img \
    $(COMPARE_IMAGES) $(SDK)/VERSION
	@MAKE='$(this_make)' linux/compare.sh '$(BUILD)' '$(TOOLCHAIN)' '$(TARGET_SIZE)'
