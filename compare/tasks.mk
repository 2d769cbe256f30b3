# SPDX-License-Identifier: BSD-2-Clause
#
# Tasks 3 and 4 on the Linux guest, a fault in a driver, and the same measurements on Bulkhead.

# Images of Bulkhead that do what a program of the guest does.
COMPARE_IMAGES :=

# Task 4: with the demonstration's own crashes.
crash_include := -Icompare/crash -Idemos/task4 -Idemos/common
$(eval $(call guest_program,crash_supervisor,compare/crash/linux/crash_supervisor.c \
    compare/crash/linux/crash_notice.c,$(crash_include)))
$(eval $(call guest_program,crash_worker,compare/crash/linux/crash_worker.c demos/task4/crashes.S,\
    $(crash_include) -ffreestanding -mstrict-align,-nostdlib))

PARTS_compare/crash_crash_parent := compare/pd/crash_words.c compare/pd/uart.c \
    demos/common/fault_decode.c demos/common/revive.c
PARTS_compare/crash_crash_child := demos/task4/crashes.S $(LIFE)
$(eval $(call image,compare/crash,compare/crash/pd/crash_parent.c \
    compare/crash/pd/crash_child.c,compare/crash/pd/crash.system,$(SDK),\
    qemu_virt_aarch64_el1,release))
COMPARE_IMAGES += $(BUILD)/compare/crash/loader.img

# Task 3: among the files, sockets and users of Task 5.
$(eval $(call guest_program,ambient,$(wildcard compare/ambient/*.c) \
    $(addprefix compare/attack/,population.c limits.c),-D_GNU_SOURCE -Icompare/attack))

# A fault in a driver: a module, in an archive of its own, as its headers may not be had.
DRIVER_SOURCES := $(addprefix compare/driver/,linux/faulty_device.c linux/faulty_device.h bank.h)
$(eval $(call guest_program,driver_guest,compare/driver/linux/driver_guest.c,-Icompare/driver))

$(GUEST)/headers/folder: linux/fetch_headers.sh linux/apt.sh $(GUEST)/kernel/vmlinuz
	@LINUX_KERNEL='$(LINUX_KERNEL)' linux/fetch_headers.sh $(GUEST)/kernel $(@D)

$(GUEST)/driver/faulty_device.ko: compare/driver/linux/build_module.sh $(DRIVER_SOURCES) \
    $(GUEST)/headers/folder $(GUEST)/cc
	$(call say,KO,$@)
	@compare/driver/linux/build_module.sh $(GUEST)/headers $(@D) '$(LINUX_CC)' $(DRIVER_SOURCES)

$(GUEST)/driver/initramfs: linux/initramfs.sh $(GUEST)/bin/init $(GUEST)/bin/driver_guest \
    $(GUEST)/driver/faulty_device.ko
	$(call say,CPIO,$@)
	$(Q)linux/initramfs.sh $@ $(filter-out linux/initramfs.sh,$^)

# What it shows, on the console; without the headers, that it could not be shown.
.PHONY: driver-guest driver-console
driver-guest: $(GUEST)/driver/initramfs
driver-console: $(GUEST)/kernel/vmlinuz
	@$(this_make) --no-print-directory driver-guest >$(GUEST)/driver.log 2>&1 || \
	    rm -f $(GUEST)/driver/initramfs
	@compare/driver/linux/boot.sh $(GUEST)

PARTS_compare/driver_driver := $(LIFE)
PARTS_compare/driver_driver_parent := compare/pd/crash_words.c compare/pd/uart.c \
    demos/common/fault_decode.c demos/common/revive.c
PARTS_compare/driver_driver_client := compare/pd/uart.c
$(eval $(call image,compare/driver,$(addprefix compare/driver/pd/,driver.c driver_parent.c \
    driver_client.c) demos/common/safe_server.c,compare/driver/pd/driver.system,$(SDK),\
    qemu_virt_aarch64_el1,release))
COMPARE_IMAGES += $(BUILD)/compare/driver/loader.img

# A device that does DMA: likewise.
DMA_SOURCES := $(addprefix compare/dma/linux/,dma_device.c dma_device.h)
$(eval $(call guest_program,dma_guest,$(addprefix compare/dma/linux/,dma_guest.c dma_module.c \
    dma_vfio.c)))

# By which a driver can be a process.
DMA_VFIO = $(addprefix $(GUEST)/kernel/package/lib/modules/*/kernel/drivers/vfio/,vfio.ko \
    vfio_virqfd.ko vfio_iommu_type1.ko pci/vfio-pci-core.ko pci/vfio-pci.ko)

$(GUEST)/dma/dma_device.ko: compare/driver/linux/build_module.sh $(DMA_SOURCES) \
    $(GUEST)/headers/folder $(GUEST)/cc
	$(call say,KO,$@)
	@compare/driver/linux/build_module.sh $(GUEST)/headers $(@D) '$(LINUX_CC)' $(DMA_SOURCES)

$(GUEST)/dma/initramfs: linux/initramfs.sh $(GUEST)/bin/init $(GUEST)/bin/dma_guest \
    $(GUEST)/dma/dma_device.ko
	$(call say,CPIO,$@)
	$(Q)linux/initramfs.sh $@ $(filter-out linux/initramfs.sh,$^) $(wildcard $(DMA_VFIO))

.PHONY: dma-guest dma-console
dma-guest: $(GUEST)/dma/initramfs
dma-console: $(GUEST)/kernel/vmlinuz
	@$(this_make) --no-print-directory dma-guest >$(GUEST)/dma.log 2>&1 || \
	    rm -f $(GUEST)/dma/initramfs
	@compare/dma/linux/boot.sh $(GUEST)

# Counts the lines of Linux's sources afresh, for compare/sizes/source_lines.txt; nothing else needs
# them.
.PHONY: linux-source-lines
linux-source-lines:
	@compare/sizes/sizes.sh --linux $(GUEST)/source

# Task 7: a loop beside a hog, and a covert channel, by the demonstration's own code and decoder.
$(eval $(call guest_program,time_guest,$(wildcard compare/time/linux/*.c) $(addprefix \
    demos/task7/channel/,covert.c listen.c),-Icompare/time -Idemos/task7/channel))

PARTS_compare/time_late_loop := compare/pd/uart.c
$(eval $(call image,compare/time,$(addprefix compare/time/pd/,late_timer.c late_hog.c late_loop.c),\
    compare/time/pd/late.system,$(SDK),qemu_virt_aarch64_el1,release))
COMPARE_IMAGES += $(BUILD)/compare/time/loader.img

# Task 8: Linux as the host of the secret, with the program that Task 8's guest runs, too.
HOST_MODULE := $(addprefix compare/host/linux/,host_module.c host_module.h)
host_path := $(addprefix compare/host/linux/,host.c kvm.c module.c notes.c \
    parts.c program.c) \
    $(addprefix compare/attack/,channel.c cookie.c filter.c limits.c population.c safe_calls.c) \
    demos/common/safe_server.c demos/task8/guest/attempts.c
$(eval $(call guest_program,host,$(host_path),$(attack_flags) -Idemos/task8/guest \
    -Iexample/vmm/vm))

$(GUEST)/host/host_module.ko: compare/driver/linux/build_module.sh $(HOST_MODULE) \
    $(GUEST)/headers/folder $(GUEST)/cc
	$(call say,KO,$@)
	@compare/driver/linux/build_module.sh $(GUEST)/headers $(@D) '$(LINUX_CC)' $(HOST_MODULE)

$(GUEST)/host/initramfs: linux/initramfs.sh $(GUEST)/bin/init $(GUEST)/bin/host \
    $(GUEST)/host/host_module.ko
	$(call say,CPIO,$@)
	$(Q)linux/initramfs.sh $@ $(filter-out linux/initramfs.sh,$^)

.PHONY: host-guest host-console
host-guest: $(GUEST)/host/initramfs
host-console: $(GUEST)/kernel/vmlinuz
	@$(this_make) --no-print-directory host-guest >$(GUEST)/host.log 2>&1 || \
	    rm -f $(GUEST)/host/initramfs
	@compare/host/linux/boot.sh $(GUEST)
