# SPDX-License-Identifier: BSD-2-Clause
#
# The auditor: what authority there really is in a machine, and what there should be
# (audit/README.md).  A program for this machine, with two halves: `audit/kernel` is compiled with
# the kernel's own core and headers, the rest with the tool's readers; neither includes the
# other's, and audit/grants/facts.h, audit/kernel/find.h and image.h are between them.

audit_tool := $(filter-out tool/main.c tool/run.c,$(wildcard \
    $(addprefix tool/,base/*.c sdf/*.c program/elf*.c output/graphviz.c))) initialiser/spec/level.c
audit_sources := $(sort $(wildcard audit/*.c audit/grants/*.c audit/machine/*.c))
# What is itself included, not linked; and what the machine has, which stands still here.
audit_included := $(addprefix kernel/core/,irq.c domain.c place.c)
audit_core_1 := $(filter-out $(audit_included),$(host_core)) $(host_check) \
    $(addprefix kernel/arch/aarch64/,pte.c el1/mmu.c)
audit_core_2 := $(filter-out $(audit_included),$(host_core_2)) $(host_check_2) \
    $(addprefix kernel/arch/aarch64/,pte.c el2/mmu.c)
audit_kernel = $(sort $(wildcard audit/kernel/*.c audit/kernel/el$(1)/*.c))

audit_include := -Iaudit -Iaudit/grants -Iaudit/machine -Iaudit/kernel \
    $(tool_include) -Ilibsel4/include -Ilibsel4/el1 -Ilibmicrokit/include
# <machine.h> and <board_devices.h> are audit/kernel's, at EL2 <instruction.h>, too; what elf.h and
# memory.h are, the tool says.
audit_kernel_include = -Iaudit/kernel -Iaudit/kernel/el$(1) -Ikernel/core -Ikernel/check \
    -Ikernel/arch/host -Ikernel/arch/aarch64/el$(1) -Ikernel/config/debug -Ilibsel4/include \
    -Ilibsel4/el$(1) -Ilibsel4/config/debug \
    -iquote audit/grants -iquote tool/program -iquote tool/base

$(eval $(call unit,audit,$(audit_sources) $(audit_tool),$$(CC) $$(HOST_FLAGS) \
    $(audit_include),host))

# One for kernels at each exception level, whose structures differ; the first starts the other where
# the board's kernel runs at EL2.
# $(call audit_program,LEVEL,PROGRAM)
define audit_program
$(call unit,audit-kernel-$(1),$(call audit_kernel,$(1)) $(audit_core_$(1)),$$(CC) $$(HOST_FLAGS) \
    $(call audit_kernel_include,$(1)) -DROOT_CNODE_BITS=0,host)
$(BUILD)/audit/$(2): $(call objects,audit,$(audit_sources) $(audit_tool)) $(call \
    objects,audit-kernel-$(1),$(call audit_kernel,$(1)) $(audit_core_$(1)))
	@mkdir -p $$(@D)
	$$(call say,LD,$$@)
	$(Q)$$(CC) $$(HOST_FLAGS) $$(filter %.o,$$^) -lexpat -o $$@
endef
$(eval $(call audit_program,1,audit))
$(eval $(call audit_program,2,audit_el2))
$(BUILD)/audit/audit: | $(BUILD)/audit/audit_el2

# ---- make audit TASK=n ----

# Also as a number alone.  Task 7 takes long to its verdict, Task 8 to boot: each is looked at once.
AUDIT_TASK := $(if $(filter task%,$(TASK)),$(TASK),task$(TASK))
audit_verdict = $(if $(filter task7 task8,$(AUDIT_TASK)),,--until \
    '^TASK[0-9]+ (PASS|FAIL|UNKNOWN) ')
AUDIT_DRAWINGS := $(BUILD)/report/audit/$(AUDIT_TASK)
AUDIT_TASKS := task2 task3 task4 task5 task6 task7 task8
# The usual board's; of Task 8 there is one image only.
audit_whole := $(filter task8,$(AUDIT_TASK))
AUDIT_IMAGE = $(BUILD)/$(if $(audit_whole),,test/el2/)$(AUDIT_TASK)/loader.img
AUDIT_BOARD = $(if $(audit_whole),$(MICROKIT_BOARD),qemu_virt_aarch64_el2)
AUDIT_CONFIG = $(if $(audit_whole),$(MICROKIT_CONFIG),debug)

ifneq ($(and $(filter audit,$(LATER_GOALS)),$(filter-out $(AUDIT_TASKS),$(AUDIT_TASK))),)
$(error TASK is '$(TASK)'; expected one of: $(AUDIT_TASKS))
endif

.PHONY: audit
audit: $(BUILD)/audit/audit $(AUDIT_IMAGE)
	@mkdir -p $(AUDIT_DRAWINGS)
	@scripts/audit.sh --sdk '$(SDK)' --board $(AUDIT_BOARD) \
	    --config $(AUDIT_CONFIG) \
	    --description $(DESCRIPTION_$(AUDIT_TASK)) --draw $(AUDIT_DRAWINGS) $(audit_verdict) \
	    $(AUDIT_IMAGE)
