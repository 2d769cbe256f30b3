# SPDX-License-Identifier: BSD-2-Clause
#
# The microkernel, one for each board and configuration.

# Virtual CPUs are of kernels at EL2.
vcpu_core := kernel/core/vcpu.c kernel/core/vcpu_events.c kernel/check/check_vcpus.c

# $(call kernel_sources,BOARD): what differs between the exception levels is in a folder for each.
# offsets.c is not linked: it only tells the assembler about C.
kernel_common := $(filter-out %/offsets.c $(vcpu_core),$(sort $(wildcard \
    kernel/core/*.c kernel/check/*.c kernel/arch/aarch64/*.c kernel/arch/aarch64/*.S \
    kernel/arch/aarch64/device/*.c) \
    kernel/board/board.c))
kernel_level = kernel/arch/aarch64/el$(BOARD_LEVEL_$(1))
kernel_of_level_1 := $(sort $(wildcard kernel/arch/aarch64/el1/*.[cS]))
kernel_of_level_2 := $(vcpu_core) $(sort $(wildcard kernel/arch/aarch64/el2/*.[cS]))
kernel_sources = $(kernel_common) $(kernel_of_level_$(BOARD_LEVEL_$(1)))

# Of the tests on this machine, for a kernel at EL1 and one at EL2: the core and what checks it.
host_core := $(filter-out $(vcpu_core),$(sort $(wildcard kernel/core/*.c)))
host_check := $(filter-out $(vcpu_core),$(sort $(wildcard kernel/check/*.c)))
host_core_2 := $(sort $(wildcard kernel/core/*.c))
host_check_2 := $(sort $(wildcard kernel/check/*.c))

# The machine that each has in the tests on this one, but for its board.  Some of it is the
# target's: that of EL2 which an input can reach is apart.
host_common := $(addprefix kernel/arch/host/,context.c host.c order.c) kernel/arch/aarch64/pte.c
host_machine := $(host_common) kernel/arch/host/el1/tlb.c kernel/arch/aarch64/el1/mmu.c
host_level := -Ikernel/arch/aarch64/el1
host_reached_2 := $(addprefix kernel/arch/aarch64/el2/,guest_trap.c mmu.c vcpu_switch.c)
host_machine_2 := $(host_common) $(sort $(wildcard kernel/arch/host/el2/*.c))
host_level_2 := -Ikernel/arch/host/el2 -Ikernel/arch/aarch64/el2

# Slots of the initial task's root CNode: 2^ROOT_CNODE_BITS, of 32 bytes each.
ifeq ($(filter $(ROOT_CNODE_BITS),7 8 9 10 11 12 13 14 15 16 17 18 19 20),)
$(error ROOT_CNODE_BITS is '$(ROOT_CNODE_BITS)'; expected a number from 7 to 20)
endif

# $(call kernel_flags,BOARD,FOLDER OF config.h,UNIT).  What a configuration does not call, such as
# the checks of all invariants in `release`, is not linked: hence the section for each function.
kernel_flags = $(SYSTEM_FLAGS) -mcpu=$(call processor,$(1)) -ffunction-sections \
    -Ikernel/core -Ikernel/check -Ikernel/arch/aarch64 \
    -I$(call kernel_level,$(1)) -Ikernel/arch/aarch64/device \
    -I$(call board_facts,$(1)) -Ikernel/board -I$(2) -Ilibsel4/include \
    $(call sel4_level,$(1)) -I$(BUILD)/obj/$(3) \
    -DROOT_CNODE_BITS=$(ROOT_CNODE_BITS)

# $(call kernel_rules,BOARD,FOLDER OF config.h,UNIT,FOLDER)
define kernel_rules
$(call kernel_unit,$(1),$(2),$(3))
$(call kernel_link,$(call objects,$(3),$(call kernel_sources,$(1))),$(1),$(4))
endef

# $(call kernel_unit,BOARD,FOLDER OF config.h,UNIT)
define kernel_unit
$(call unit,$(3),$(call kernel_sources,$(1)),$$(TARGET_CC) $$(call \
    kernel_flags,$(1),$(2),$(3)),target)

# offsets.c prints lines `->NAME VALUE` into its assembly text.
$(BUILD)/obj/$(3)/offsets.h: kernel/arch/aarch64/offsets.c $(BUILD)/target.kept
	@mkdir -p $$(@D)
	$$(call say,GEN,$$@)
	$(Q)$$(TARGET_CC) $$(call kernel_flags,$(1),$(2),$(3)) -MMD -MP -MT $$@ -MF $$(@:.h=.d) \
	    $$(TARGET_TO_TEXT) $$< -o $$(@:.h=.s)
	$(Q)sed -n 's/^[^-]*->\([A-Za-z0-9_]*\) [#$$$$]*\([0-9][0-9]*\).*/#define \1 \2/p' \
	    $$(@:.h=.s) >$$@
	@test -s $$@ || { echo "error: no offsets found in $$(@:.h=.s)" >&2; exit 1; }
$(call objects,$(3),$(filter %.S,$(call kernel_sources,$(1)))): $(BUILD)/obj/$(3)/offsets.h
DEPENDENCIES += $(BUILD)/obj/$(3)/offsets.d
endef

# $(call kernel_link,OBJECTS,BOARD,FOLDER)
define kernel_link
$(3)/elf/sel4.elf: $(1) kernel/arch/aarch64/kernel.lds $(call board_facts,$(2))/board.lds \
    $(call kernel_level,$(2))/level.lds
	$$(call link,--gc-sections -L $(call board_facts,$(2)) -L $(call kernel_level,$(2)) \
	    -T kernel/arch/aarch64/kernel.lds \
	    $$(filter %.o,$$^))
endef

# A board that has but other memory than another one has its objects, but for board.c's.
# $(call relative_rules,BOARD,FAMILY,CONFIG)
kernel_others = $(filter-out kernel/board/board.c,$(call kernel_sources,$(1)))
define relative_rules
$(call unit,kernel/$(1)/$(3),kernel/board/board.c,$$(TARGET_CC) $$(call \
    kernel_flags,$(1),kernel/config/$(3),kernel/$(2)/$(3)),target)
$(call kernel_link,$(call objects,kernel/$(2)/$(3),$(call kernel_others,$(2))) $(call \
    objects,kernel/$(1)/$(3),kernel/board/board.c),$(1),$(call board_dir,$(1),$(3)))
endef

$(foreach b,$(BOARDS),$(foreach c,$(CONFIGS),$(eval $(if $(filter $(b),$(BOARD_FAMILY_$(b))),\
    $(call kernel_rules,$(b),kernel/config/$(c),kernel/$(b)/$(c),$(call board_dir,$(b),$(c))),\
    $(call relative_rules,$(b),$(BOARD_FAMILY_$(b)),$(c))))))
SDK_FILES += $(foreach b,$(BOARDS),$(foreach c,$(CONFIGS),$(call board_dir,$(b),$(c))/elf/sel4.elf))
