# SPDX-License-Identifier: BSD-2-Clause
#
# Guests of the example vmm, for what can be measured with a whole monitor and its drivers only:
# one that reads its disk, and Linux, from its monitor's start to its first program.

# $(call vmm_image,NAME,MORE FILES OF THE MONITOR): the example, release.
define vmm_image
$(eval PARTS_$(1)_vmm := $(vmm_sources) $(filter-out \
    example/vmm/target/vmm.c,$(wildcard example/vmm/target/*.[cS])) $(2))
$(eval PARTS_$(1)_disk := example/vmm/base/memory.c)
$(eval PARTS_$(1)_card := $(addprefix example/vmm/base/,memory.c wire.c))
$(eval PARTS_$(1)_clock := example/vmm/share/deadlines.c)
$(eval $(BUILD)/obj/$(1)/%.o: TARGET_FLAGS += $(vmm_include) -Iexample/vmm/share)
$(eval $(call image,$(1),example/vmm/target/vmm.c example/uart_driver/pl011.c \
    $(addprefix example/vmm/driver/,clock.c disk.c card.c),example/vmm/vmm.system,$(SDK),\
    $(bench_el2),release))
$(eval $(BUILD)/$(1)/loader.img: $(addprefix $(BUILD)/$(1)/,vmlinuz tree.dtb files.cpio))
endef

# ---- Reading the disk ----
guest_disk := bench-el2/guest_disk
$(eval $(call vmm_image,$(guest_disk)))

guest_disk_sources := $(addprefix bench/,guest/disk/start.S guest/disk/guest.c console.c)
guest_disk_board := $(SDK)/board/$(bench_el2)/release
$(eval $(call unit,$(guest_disk)_program,$(guest_disk_sources),$$(TARGET_CC) $$(SYSTEM_FLAGS) \
    -mcpu=$(call processor,$(bench_el2)) $(bench_counter) -Ibench -Iexample/vmm/vm \
    -Iexample/vmm/device $(call sdk_include,$(SDK),$(guest_disk_board)),$(guest_disk)))
$(call objects,$(guest_disk)_program,$(guest_disk_sources)): | \
    $(call sdk_part,$(SDK),$(guest_disk_board),include/%)
$(BUILD)/$(guest_disk)/guest.elf: $(call objects,$(guest_disk)_program,$(guest_disk_sources)) \
    bench/guest/disk/guest.lds
	$(call link,-T $(filter %.lds,$^) $(filter %.o,$^))
$(BUILD)/$(guest_disk)/vmlinuz: $(BUILD)/$(guest_disk)/guest.elf
	$(Q)$(call trace_tool,objcopy) -O binary $< $@
# It looks at neither; the monitor wants a device tree, of which this is the header (Devicetree
# Specification, 5.2): the magic number, and 40 bytes in all.
$(addprefix $(BUILD)/$(guest_disk)/,tree.dtb files.cpio): bench/guest/guest.mk
	$(in_folder)
	$(Q)printf '\320\015\376\355\000\000\000\050%032d' 0 >$@

# ---- Linux, to its first program ----
guest_boot := bench-el2/guest_boot
$(eval $(call guest_program,first_program,bench/guest/boot/first_program.c))
# It is none of those of the comparison's first file system.
GUEST_PROGRAMS := $(filter-out %/first_program,$(GUEST_PROGRAMS))
$(eval $(call vmm_image,$(guest_boot),bench/guest/boot/began.c))
$(BUILD)/obj/$(guest_boot)/example/vmm/target/vmm.c.o: TARGET_FLAGS += -Dinit=vmm_init
$(BUILD)/obj/$(guest_boot)/bench/%.o: TARGET_FLAGS += $(bench_counter) -Ibench
$(BUILD)/$(guest_boot)/vmlinuz: $(GUEST)/kernel/vmlinuz
	$(copy)
$(BUILD)/$(guest_boot)/files.cpio: linux/initramfs.sh $(GUEST)/bin/first_program
	$(call say,CPIO,$@)
	$(Q)linux/initramfs.sh $@ $(GUEST)/bin/first_program
$(BUILD)/$(guest_boot)/tree.dtb: example/vmm/guest/tree.sh example/vmm/guest/guest.dts \
    example/vmm/vm/guest_map.h $(BUILD)/$(guest_boot)/files.cpio
	$(call say,DTC,$@)
	$(Q)example/vmm/guest/tree.sh $@ $(BUILD)/$(guest_boot)/files.cpio $(TARGET_CC)

.PHONY: bench-guest-boot
bench-guest-boot: $(BUILD)/$(guest_boot)/loader.img
	@bench/guest/boot.sh $< $(bench_el2) $(BUILD)/report/guest_boot.log
