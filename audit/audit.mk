# SPDX-License-Identifier: BSD-2-Clause
#
# The auditor: what authority there really is in a machine, and what there should be
# (audit/README.md).  A program for this machine, with two halves: `audit/kernel` is compiled with
# the kernel's own core and headers, the rest with the tool's readers; neither includes the
# other's, and audit/grants/facts.h, audit/kernel/find.h and image.h are between them.

audit_tool := $(filter-out tool/main.c tool/run.c,$(wildcard \
    $(addprefix tool/,base/*.c sdf/*.c program/elf*.c output/graphviz.c))) initialiser/spec/level.c
audit_sources := $(sort $(wildcard audit/*.c audit/grants/*.c audit/machine/*.c))
audit_core := $(filter-out $(addprefix kernel/core/,irq.c domain.c place.c),$(host_core)) \
    $(host_check) $(addprefix kernel/arch/aarch64/,pte.c el1/mmu.c)
audit_kernel := $(sort $(wildcard audit/kernel/*.c))

audit_include := -Iaudit -Iaudit/grants -Iaudit/machine -Iaudit/kernel \
    $(tool_include) -Ilibsel4/include -Ilibsel4/el1 -Ilibmicrokit/include
# <machine.h> and <board_devices.h> are audit/kernel's; what elf.h and memory.h are, the tool says.
audit_kernel_include := -Iaudit/kernel -Ikernel/core -Ikernel/check \
    -Ikernel/arch/host $(host_level) -Ikernel/config/debug -Ilibsel4/include -Ilibsel4/el1 \
    -Ilibsel4/config/debug \
    -iquote audit/grants -iquote tool/program -iquote tool/base

$(eval $(call unit,audit,$(audit_sources) $(audit_tool),$$(CC) $$(HOST_FLAGS) \
    $(audit_include),host))
$(eval $(call unit,audit-kernel,$(audit_kernel) $(audit_core),$$(CC) $$(HOST_FLAGS) \
    $(audit_kernel_include) -DROOT_CNODE_BITS=0,host))

$(BUILD)/audit/audit: $(call objects,audit,$(audit_sources) $(audit_tool)) $(call \
    objects,audit-kernel,$(audit_kernel) $(audit_core))
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(HOST_FLAGS) $^ -lexpat -o $@

# ---- make audit TASK=n ----

# Also as a number alone.  Task 7 takes long to its verdict: it is looked at once.
AUDIT_TASK := $(if $(filter task%,$(TASK)),$(TASK),task$(TASK))
audit_verdict = $(if $(filter task7,$(AUDIT_TASK)),,--until '^TASK[0-9]+ (PASS|FAIL|UNKNOWN) ')
AUDIT_DRAWINGS := $(BUILD)/report/audit/$(AUDIT_TASK)

ifneq ($(and $(filter audit,$(LATER_GOALS)),$(filter-out task2 task3 task4 task5 task6 task7,\
    $(AUDIT_TASK))),)
$(error TASK is '$(TASK)'; expected one of: task2 task3 task4 task5 task6 task7)
endif

.PHONY: audit
audit: $(BUILD)/audit/audit $(BUILD)/test/$(AUDIT_TASK)/loader.img
	@mkdir -p $(AUDIT_DRAWINGS)
	@scripts/audit.sh --sdk '$(SDK)' --board qemu_virt_aarch64_el1 --config debug \
	    --description $(DESCRIPTION_$(AUDIT_TASK)) --draw $(AUDIT_DRAWINGS) $(audit_verdict) \
	    $(BUILD)/test/$(AUDIT_TASK)/loader.img
