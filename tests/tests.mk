# SPDX-License-Identifier: BSD-2-Clause
#
# Unit tests on this machine (cmocka, under the address and undefined-behaviour sanitizers) and
# system tests in QEMU; docs/building.md says how to add one.

TEST_FLAGS := $(COMMON_FLAGS) -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
    -fno-sanitize-recover=all

# $(call host_tests,UNIT,SOURCES UNDER TEST,INCLUDE FLAGS,LIBRARIES): every test_*.c in UNIT's
# folders, tests/UNIT if FOLDERS_UNIT names no others, is an executable, linked with the sources
# under test and with the folders' other files, its fixtures.
unit_folders = $(or $(FOLDERS_$(1)),tests/$(1))
unit_files = $(sort $(wildcard $(addsuffix /*.c,$(unit_folders))))
unit_tests = $(foreach f,$(unit_files),$(if $(filter test_%,$(notdir $(f))),$(f)))
unit_fixtures = $(filter-out $(unit_tests),$(unit_files))
define host_tests
$(call unit,test/$(1),$(2) $(unit_files),$$(CC) $$(TEST_FLAGS) $$(library_flags) \
    $(addprefix -I,$(unit_folders)) $(3),host)
$(foreach t,$(unit_tests),$(call host_test,$(BUILD)/test/$(1)/$(basename $(notdir $(t))),$(call \
    objects,test/$(1),$(t) $(2) $(unit_fixtures)),$(4)))
endef

define host_test
$(1): $(2)
	@mkdir -p $$(@D)
	$$(call say,LD,$$@)
	$(Q)$$(CC) $$(TEST_FLAGS) $$^ $$(library_flags) -lcmocka $(3) -o $$@
HOST_TESTS += $(1)

endef

# The kernel's, of which the folders' names say the part; tests/kernel/ has other tests, too.
FOLDERS_kernel := $(addprefix tests/kernel/,fixture hostile check) \
    $(patsubst %/,%,$(sort $(dir $(wildcard tests/kernel/core/*/*.c))))

HOST_TESTS :=
$(eval $(call host_tests,kernel,$(host_core) $(host_check) $(host_machine) \
    kernel/arch/host/board.c,-Ikernel/core -Ikernel/check \
    -Ikernel/arch/host $(host_level) -Ikernel/config/debug -Ilibsel4/include -Ilibsel4/el1 \
    -Ilibsel4/config/debug))
# A kernel at EL2, with virtual CPUs.
FOLDERS_vcpu := $(addprefix tests/kernel/,fixture hostile vcpu)
$(eval $(call host_tests,vcpu,$(host_core_2) $(host_check_2) $(host_reached_2) $(host_machine_2) \
    kernel/arch/host/board.c,-Ikernel/core -Ikernel/check $(host_level_2) -Ikernel/arch/host \
    -Ikernel/config/debug -Ilibsel4/include -Ilibsel4/el2 -Ilibsel4/config/debug))
# It includes a file of the tool's; tool/base has a limits.h, too, so only this one looks there.
$(call objects,test/kernel,tests/kernel/core/boot/test_boot_told.c): override TEST_FLAGS += \
    -iquote tool/base
$(eval $(call host_tests,tool,$(filter-out tool/main.c,$(tool_sources)),-I$(test_boards) \
    $(tool_include) -I. -Ilibmicrokit/include -Ilibsel4/include -Ilibsel4/el1 \
    -I$(call board_facts,qemu_virt_aarch64_el1) -Ikernel/core -Ikernel/arch/host $(host_level) \
    -Ikernel/config/debug -DROOT_CNODE_BITS=$(ROOT_CNODE_BITS),\
    -lexpat))
$(eval $(call host_tests,initialiser,$(filter-out initialiser/main.c,$(filter \
    %.c,$(initialiser_sources))),$(addprefix -I,$(initialiser_folders)) \
    -Ilibsel4/include -Ilibsel4/el1 -Ilibsel4/config/debug))
# Code of the target's that includes an <instruction.h> of tests/arch.
FOLDERS_arch := tests/arch tests/level
$(eval $(call host_tests,arch,kernel/arch/aarch64/pte.c kernel/arch/aarch64/el1/mmu.c \
    initialiser/spec/level.c,\
    -Ikernel/core -Ikernel/arch/aarch64 $(host_level) \
    -Ikernel/arch/aarch64/device -I$(call board_facts,qemu_virt_aarch64_el1) \
    -Ikernel/config/debug -Ilibsel4/include -Ilibsel4/el1 -Ilibsel4/config/debug))
# Users' tables and VMIDs of a kernel at EL2, on an <instruction.h> of its own.
$(eval $(call host_tests,stage2,kernel/arch/aarch64/pte.c kernel/arch/aarch64/el2/mmu.c \
    initialiser/spec/level.c,\
    -Ikernel/core -Ikernel/arch/host -Ikernel/arch/aarch64 -Ikernel/arch/aarch64/el2 \
    -Ikernel/config/debug -Ilibsel4/include -Ilibsel4/el2 -Ilibsel4/config/debug))
$(eval $(call host_tests,loader,loader/machine.c loader/tables.c,\
    -Iloader -Iloader/el1 -I$(call board_facts,qemu_virt_aarch64_el1)))
# The monitor of a virtual machine, on a platform that only notes what it is asked for; and its
# drivers, which the tests include, each a component alone.
FOLDERS_vmm := tests/vmm tests/vmm/fake
$(eval $(call host_tests,vmm,$(vmm_sources) $(vmm_share),$(addprefix -I,$(vmm_folders) \
    example/vmm example/vmm/share example/vmm/target example/uart_driver)))
# The audit's walk: the auditors' own objects, which are built anyway, without sanitizers.
# $(call audit_test,LEVEL,TEST)
define audit_test
$(call unit,test/audit-$(1),tests/audit/$(2).c,$$(CC) $$(TEST_FLAGS) $$(library_flags) \
    $(call audit_kernel_include,$(1)),host)
$(call host_test,$(BUILD)/test/audit/$(2),$(call objects,test/audit-$(1),tests/audit/$(2).c) \
    $(call objects,audit-kernel-$(1),$(filter-out %/dwarf.c %/elf_sections.c %/image.c \
    %/layout.c,$(call audit_kernel,$(1))) $(filter-out kernel/check/%,$(audit_core_$(1)))) \
    $(call objects,audit,tool/base/memory.c))
endef
$(eval $(call audit_test,1,test_find))
$(eval $(call audit_test,2,test_find_guests))
# What demonstrations have for devices, as far as it is not about registers.
$(eval $(call host_tests,demos,demos/common/device/smmu_table.c,-Idemos/common/device))
# What the self-test of a board thinks of its memory and its timer.
$(eval $(call host_tests,selftest,$(wildcard bench/selftest/judge/*.c),\
    -Ibench/selftest/judge))
$(eval $(call host_tests,libsel4,,-Ilibsel4/include -Ilibsel4/el1 -Ilibsel4/config/debug))
$(eval $(call host_tests,windows,demos/task7/budget/windows.c,-Idemos/task7/budget \
    -Ilibmicrokit/include -Ilibsel4/include -Ilibsel4/el1 -Ilibsel4/config/debug))
$(eval $(call host_tests,channel,$(addprefix demos/task7/channel/,covert.c listen.c),\
    -Idemos/task7/channel))
$(eval $(call host_tests,compare,$(filter-out %/main.c,$(compare_sources)),$(compare_include) \
    -D_POSIX_C_SOURCE=200809L,-ljansson))

# The tests have images of their own, whatever MICROKIT_SDK, MICROKIT_BOARD and MICROKIT_CONFIG say:
# the demonstrations, and a component that crashes, for the monitor's report.  Their kernel runs at
# EL1, which is that of sabotages and of figures; el2/ has the demonstrations for the
# board that is built if none is named.
test_board := qemu_virt_aarch64_el1
PARTS_test/task2_client := $(PARTS_task2_client)
$(eval $(call image,test/task2,$(task2_programs),demos/task2/system.xml,$(SDK),\
    $(test_board),debug))
PARTS_test/task3_warden := $(PARTS_task3_warden)
PARTS_test/task3_prober := $(PARTS_task3_prober)
$(eval $(call image,test/task3,$(task3_programs),demos/task3/system_with_logger.xml,$(SDK),\
    $(test_board),debug))
PARTS_test/task4_fault_handler := $(PARTS_task4_fault_handler)
PARTS_test/task4_fault_test := $(PARTS_task4_fault_test)
PARTS_test/task4_safe_client := $(PARTS_task4_safe_client)
$(eval $(call image,test/task4,$(task4_programs),demos/task4/system_fault.xml,$(SDK),\
    $(test_board),debug))
$(eval $(call exploit,test/task5,$(SDK),$(test_board),debug))
$(eval $(call image,test/task5,$(task5_programs),demos/task5/system_buffer_overflow.xml,$(SDK),\
    $(test_board),debug))
MACHINE_test/task6 := $(MACHINE_task6)
PARTS_test/task6_iommu := $(PARTS_task6_iommu)
PARTS_test/task6_judge := $(PARTS_task6_judge)
$(eval $(call image,test/task6,$(task6_programs),demos/task6/system_with_iommu.xml,$(SDK),\
    $(test_board),debug))
MACHINE_test/task7 := $(MACHINE_task7)
PARTS_test/task7_time_judge := $(PARTS_task7_time_judge)
$(eval $(call time_parts,test/task7,$(test_board)))
$(eval $(call image,test/task7,$(task7_programs),demos/task7/system_time.xml,$(SDK),\
    $(test_board),debug))
$(eval $(call channels,test/,$(SDK),$(test_board),debug))
$(eval $(call image,test/crash,tests/system/monitor/crash.c tests/system/monitor/survivor.c,\
    tests/system/monitor/crash.system,$(SDK),$(test_board),debug))
$(eval $(call image,test/waiting,$(patsubst %,tests/system/monitor/waiting_%.c,parent server \
    client),tests/system/monitor/waiting.system,$(SDK),$(test_board),debug))

# On other boards: a Raspberry Pi 4, and the usual one, whose kernel runs at EL2.
# $(call board_parts,FOLDER,BOARD)
define board_parts
PARTS_test/$(1)/task2_client := $(PARTS_task2_client)
PARTS_test/$(1)/task3_warden := $(PARTS_task3_warden)
PARTS_test/$(1)/task3_prober := $(PARTS_task3_prober)
PARTS_test/$(1)/task4_fault_handler := $(PARTS_task4_fault_handler)
PARTS_test/$(1)/task4_fault_test := $(PARTS_task4_fault_test)
PARTS_test/$(1)/task4_safe_client := $(PARTS_task4_safe_client)
PARTS_test/$(1)/task6_iommu := $(PARTS_task6_iommu)
PARTS_test/$(1)/task6_judge := $(PARTS_task6_judge)
MACHINE_test/$(1)/task6 := $(MACHINE_task6)
PARTS_test/$(1)/task7_time_judge := $(PARTS_task7_time_judge)
MACHINE_test/$(1)/task7 := $(MACHINE_task7)
$(call exploit,test/$(1)/task5,$(SDK),$(2),debug)
$(call time_parts,test/$(1)/task7,$(2))
endef
# $(call board_image,FOLDER,BOARD,TASK,DESCRIPTION)
board_image = $(call image,test/$(1)/$(3),$($(3)_programs),$(4),$(SDK),$(2),debug)
# $(call board_images,FOLDER,BOARD): Tasks 2 to 5, and 7.
board_systems := task2/system.xml task3/system_with_logger.xml task4/system_fault.xml \
    task5/system_buffer_overflow.xml
board_images = $(foreach s,$(board_systems),$(eval $(call board_image,$(1),$(2),$(patsubst \
    %/,%,$(dir $(s))),demos/$(s)))) $(eval $(call board_image,$(1),$(2),task7,$(call \
    time_description,test/$(1)/task7,$(2))))
$(eval $(call board_parts,rpi4,rpi4b_2gb))
$(call board_images,rpi4,rpi4b_2gb)
$(eval $(call board_parts,el2,qemu_virt_aarch64_el2))
$(call board_images,el2,qemu_virt_aarch64_el2)
$(eval $(call board_image,el2,qemu_virt_aarch64_el2,task6,demos/task6/system_with_iommu.xml))

# Legal edges and mistakes, at run time.
PARTS_test/edges_edges_low := tests/sdk/edges/edges_probe.S
$(eval $(call image,test/edges,$(patsubst %,tests/sdk/edges/%.c,edges_high edges_low edges_worker),\
    tests/sdk/edges/edges.system,$(SDK),$(test_board),debug))
$(eval $(call image,test/misuse,tests/sdk/misuse/misuse.c,tests/sdk/misuse/misuse.system,$(SDK),\
    $(test_board),debug))

# What descriptions may have since Microkit 2.1.  One program is there again, without symbols.
$(eval $(call image,test/later,$(patsubst %,tests/sdk/later/later_%.c,judge worker second echo \
    calculator sanitized),tests/sdk/later/later.system,$(SDK),$(test_board),debug))
$(BUILD)/test/later/loader.img: $(BUILD)/test/later/later_stripped.elf \
    tests/sdk/later/later_text.txt
later_lib := $(call board_dir,$(test_board),debug)/lib
$(BUILD)/test/later/later_stripped.elf: $(BUILD)/test/later/later_echo.elf
	$(call say,LD,$@)
	$(Q)$(TARGET_LD) $(TARGET_FIXES) -s -L$(later_lib) \
	    $(call objects,test/later,tests/sdk/later/later_echo.c) -lmicrokit -Tmicrokit.ld -o $@

# Scheduling domains.
$(eval $(call image,test/domains,$(patsubst %,tests/sdk/domains/domains_%.c,server spinner \
    crasher judge),tests/sdk/domains/domains.system,$(SDK),$(test_board),debug))

MACHINE_test/task6_disk := $(MACHINE_task6_disk)
PARTS_test/task6_disk_iommu := $(PARTS_task6_disk_iommu)
PARTS_test/task6_disk_client := $(PARTS_task6_disk_client)
disk_description := demos/task6_disk/system_with_disk.xml
$(eval $(call image,test/task6_disk,$(task6_disk_programs),$(disk_description),$(SDK),\
    $(test_board),debug))

# A device behind an SMMU with the tool's tables, and who reads these tables, outside.
MACHINE_test/iommu := $(MACHINE_task6)
PARTS_test/iommu_iommu_owner := $(PARTS_task6_iommu)
$(eval $(call image,test/iommu,$(patsubst %,tests/sdk/iommu/iommu_%.c,owner driver),\
    tests/sdk/iommu/iommu.system,$(SDK),$(test_board),debug))
$(BUILD)/test/iommu/walk: tests/sdk/iommu/walk.c tests/tool/smmu_walk.c tests/tool/smmu_walk.h
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(TEST_FLAGS) -Itests/tool $(filter %.c,$^) -o $@
$(BUILD)/test/iommu/loader.img: $(BUILD)/test/iommu/walk

# One that tries what EL2 and EL3 could trap.
$(eval $(call image,test/signer,tests/system/boot/signer.c,tests/system/boot/signer.system,$(SDK),\
    $(test_board),debug))

# A victim, and those that would have the monitor's time.
$(foreach c,debug release,$(eval $(call image,test/share-$(c),$(patsubst %,tests/share/%.c,victim \
    sender reviver crasher),tests/share/share.system,$(SDK),$(test_board),$(c))))

# A timer driver, and those that would stop its timer.
$(foreach c,debug release,$(eval $(call image,test/timer-$(c),$(patsubst %,tests/timer/%.c,driver \
    judge hammer parent),tests/timer/ticks.system,$(SDK),$(test_board),$(c))))

# In every configuration: one that makes all parts print, one that uses what only `benchmark`
# grants, and one that a test makes as large as can be.
define config_images
$(call image,test/limits-$(1),tests/system/tool/limits.c,tests/system/tool/limits.system,$(SDK),\
    $(test_board),$(1))
$(call image,test/noise-$(1),example/hello/hello.c $(patsubst \
    %,tests/system/monitor/%.c,noise noise_last),tests/system/monitor/noise.system,$(SDK),\
    $(test_board),$(1))
$(call image,test/grants-$(1),$(patsubst %,tests/system/components/%.c,grants grants_judge),\
    tests/system/components/grants.system,$(SDK),$(test_board),$(1))
endef
$(foreach c,$(CONFIGS),$(eval $(call config_images,$(c))))

# One component measures another.
$(eval $(call image,test/meter,$(patsubst %,tests/system/components/%.c,meter meter_worker),\
    tests/system/components/meter.system,$(SDK),$(test_board),benchmark))

# Two that call the firmware, of which one may.
$(eval $(call image,test/firmware,tests/system/components/firmware.c,\
    tests/system/components/firmware.system,$(SDK),qemu_virt_aarch64_el2,debug))

TEST_IMAGES := $(patsubst %,$(BUILD)/test/%/loader.img,task2 task3 task4 task5 task6 task6_disk \
    task7 crash waiting edges misuse meter later domains iommu signer share-debug share-release \
    timer-debug timer-release firmware $(addprefix noise-,$(CONFIGS)) \
    $(addprefix grants-,$(CONFIGS)) $(addprefix limits-,$(CONFIGS))) $(COMPARE_IMAGES)
TEST_IMAGES += $(patsubst %,$(BUILD)/test/%/loader.img,task7_channels task7_domains \
    $(patsubst %,rpi4/task%,2 3 4 5 7) $(patsubst %,el2/task%,2 3 4 5 6 7) \
    $(patsubst %,selftest-%,virt bad rpi4) bench-rpi4 bench-rpi4-63pd)

include tests/kernel_task.mk
include tests/spray.mk

TOOL_SCRIPTS := $(sort $(wildcard tests/tool/run_*.sh tests/tool/*/run_*.sh tests/compare/run_*.sh \
    tests/trace/run_*.sh tests/runner/run_*.sh)) \
    tests/fuzz/run_corpus.sh
SYSTEM_TESTS := $(sort $(wildcard tests/system/*/*.sh))

# The tool as the scripts run it is under the sanitizers, too.
TEST_TOOL := $(BUILD)/test/tool/microkit
$(TEST_TOOL): $(call objects,test/tool,$(tool_sources))
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(TEST_FLAGS) $^ -lexpat -o $@

# A tool that refuses nothing because it would not boot, for
# tests/system/tool/what_the_tool_accepts_boots.sh.
FORCING_TOOL := $(BUILD)/test/tool/microkit-forcing
$(eval $(call unit,test/forcing,tests/system/tool/no_forecast.c,$$(CC) $$(HOST_FLAGS) \
    $$(library_flags) $(tool_include) -Ilibsel4/include -Ilibsel4/el1 -Ilibmicrokit/include,host))
$(FORCING_TOOL): $(call objects,tool,$(filter-out tool/image/forecast.c,$(tool_sources))) \
    $(call objects,test/forcing,tests/system/tool/no_forecast.c)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(HOST_FLAGS) $^ -lexpat -o $@

# A tool that says how many steps it took, for tests/system/tool/work_grows_with_the_description.sh.
STEPPING_TOOL := $(BUILD)/test/tool/microkit-stepping
$(eval $(call unit,test/stepping,$(tool_sources),$$(CC) $$(HOST_FLAGS) \
    -fsanitize-coverage=trace-pc $(tool_include) -Ilibsel4/include -Ilibsel4/el1 \
    -Ilibmicrokit/include,host))
$(eval $(call unit,test/steps,tests/system/tool/count_steps.c,$$(CC) $$(HOST_FLAGS),host))
$(STEPPING_TOOL): $(call objects,test/stepping,$(tool_sources)) \
    $(call objects,test/steps,tests/system/tool/count_steps.c)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(HOST_FLAGS) $^ -lexpat -o $@

# So is the program that makes the report of `make compare`.
TEST_COMPARE := $(BUILD)/test/compare/compare-report
$(TEST_COMPARE): $(call objects,test/compare,$(compare_sources))
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(TEST_FLAGS) $^ $(library_flags) -ljansson -o $@

# Stand-ins for QEMU that load a plugin, one for each version of its plugin interface.
# $(call trace_host,VERSION,SOURCES)
define trace_host
$(BUILD)/test/trace/qemu-$(1): $(call objects,test/trace,$(2))
	@mkdir -p $$(@D)
	$$(call say,LD,$$@)
	$(Q)$$(CC) $$(TEST_FLAGS) -rdynamic $$^ -ldl -o $$@
TRACE_HOSTS += $(BUILD)/test/trace/qemu-$(1)
endef
TRACE_HOSTS :=
$(eval $(call unit,test/trace,$(wildcard tests/trace/*.c),$$(CC) $$(TEST_FLAGS),host))
$(eval $(call trace_host,1,tests/trace/host.c tests/trace/host_memory.c \
    tests/trace/host_1.c))
$(eval $(call trace_host,2,tests/trace/host.c tests/trace/host_memory.c \
    tests/trace/host_2.c tests/trace/host_scoreboard.c))
$(eval $(call trace_host,7,tests/trace/host.c tests/trace/host_memory.c \
    tests/trace/host_7.c tests/trace/host_scoreboard.c))

# Runs a test as from a terminal, whatever signals make itself was started with.
TEST_FRESH := $(BUILD)/test/fresh
$(eval $(call unit,test/runner,tests/runner/fresh.c,$$(CC) $$(TEST_FLAGS),host))
$(TEST_FRESH): $(call objects,test/runner,tests/runner/fresh.c)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(TEST_FLAGS) $^ -o $@

# What the tests need to run at all.
TEST_PROGRAMS := $(TEST_TOOL) $(TEST_COMPARE) $(TEST_FRESH) $(TRACE_HOSTS) $(TRACE_PLUGINS)

# What the scripts need to know, besides the variables of the command line.  No search for leaks:
# the kernel and the initial task have no heap, the tool's lasts until its end, and the search has
# been seen to hang.
export_to_tests = env ASAN_OPTIONS=detect_leaks=0 BUILD='$(BUILD)' CFLAGS='$(CFLAGS)' \
    HOST_CC='$(CC)' TARGET_CC='$(TARGET_CC)' TARGET_LD='$(TARGET_LD)' TOOL='$(TEST_TOOL)' \
    TOOLCHAIN='$(TOOLCHAIN)' TARGET_SIZE='$(TARGET_SIZE)' COMPARE='$(TEST_COMPARE)' \
    FRESH='$(TEST_FRESH)' TURN='$(TURN)'

# Which variations run: those of this commit (tests/system/lib.sh), and if tests are named, all.
TURN ?= $(if $(filter command%,$(origin SYSTEM_TESTS)),all,commit)

# A copy with one protection less, built by a make of its own, and the demonstration that notices.
.PHONY: sabotage
sabotage:
	+@MAKE='$(MAKE)' tests/sabotage/sabotage.sh '$(BUILD)/sabotage' '$(subst ','\'',$(NAME))'

# A copy with an exercise's change; `exercises` tries them all.
.PHONY: exercise exercises
exercise:
	+@MAKE='$(MAKE)' tests/exercises/exercise.sh '$(BUILD)/exercises' '$(subst ','\'',$(NAME))'
exercises:
	+@MAKE='$(MAKE)' tests/exercises/all.sh '$(BUILD)/exercises' \
	    '$(BUILD)/exercises/unpatched'

# A copy with one small fault, and the test that must notice; tests/mutants/README.md.
.PHONY: mutants
mutants:
	+@MAKE='$(MAKE)' BUILD='$(BUILD)' tests/mutants/mutants.sh '$(BUILD)/mutants' \
	    $(foreach n,$(subst ','\'',$(NAME)),'$(n)')

# All that runs on this machine, only compiled: a test looks for warnings.
host_units := tool bench/host compare/report $(addprefix test/,kernel tool initialiser channel \
    compare replay vmm)
.PHONY: host-objects
host-objects: $(patsubst %.d,%.o,$(filter $(addprefix $(BUILD)/obj/,$(addsuffix \
    /%,$(host_units))),$(DEPENDENCIES))) $(TRACE_PLUGINS)

# What the tests need, built on all processors, unless whoever called make says on how many.
.PHONY: test-files
test-files: $(HOST_TESTS) $(REPLAYS) $(TEST_PROGRAMS) $(FORCING_TOOL) $(STEPPING_TOOL) \
    $(SDK_FILES) $(TEST_IMAGES) $(BENCH_FILES)
all_processors = $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$(shell \
    getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1))

.PHONY: test test-host
test:
	@$(MAKE) --no-print-directory $(all_processors) test-files
	@$(export_to_tests) tests/run.sh $(BUILD)/test/log $(HOST_TESTS) $(TOOL_SCRIPTS) $(SYSTEM_TESTS)

test-host: $(HOST_TESTS) $(REPLAYS) $(TEST_PROGRAMS)
	@$(export_to_tests) tests/run.sh $(BUILD)/test/log $(HOST_TESTS) $(TOOL_SCRIPTS)
