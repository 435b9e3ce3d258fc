# shellcheck shell=bash disable=SC2154,SC2054
# The one place where QEMU's command line is made, from `vm` and the topology.

# qemu_command RUN ACCEL KERNEL: into the array qemu.
qemu_command() {
	local run=$1 accel=$2 kernel=$3
	local machine append
	machine=pc
	# Where the interrupt of a PCI device goes a `pc` works out in a loop of AML. With
	# every allocation tracked that takes half a minute, until ACPI gives up and the
	# serial ports stall. A q35 has a table.
	[[ ${vm[kernel]} != kasan-* ]] || machine=q35
	machine+=,max-ram-below-4g=$(qemu_low_mib)M
	qemu=(
		qemu-system-x86_64 -nodefaults -no-user-config -display none -no-reboot
		-name mmscope
	)
	if ((vm[icount])); then
		qemu+=(
			-accel tcg,thread=single -cpu max,-rdrand,-rdseed
			-icount shift=0,sleep=off -rtc base=2024-01-01,clock=vm -seed 1
		)
	elif [[ $accel == kvm ]]; then
		qemu+=(-accel kvm -cpu host)
	elif ((vm[turns])); then
		qemu+=(-accel tcg,thread=single -cpu max)
	else
		qemu+=(-accel tcg,thread=multi -cpu max)
	fi
	topology_qemu "${vm[mib]}" "${vm[smp]}"
	qemu+=(-machine "$machine" "${topology_args[@]}")
	qemu_channels "$run"
	append=$(qemu_append "$accel")
	qemu+=(-kernel "$kernel" -initrd "$run/initramfs.cpio" -append "$append")
}

# Memory below 4 GiB is DMA and DMA32, above is Normal. QEMU would put 3 GiB
# below, and a small guest would have no Normal zone: so half below, in whole
# sections of 128 MiB.
qemu_low_mib() {
	local low=$((vm[mib] / 2 / 128 * 128))
	((low >= 128)) || low=128
	printf '%s\n' "$((low > 2048 ? 2048 : low))"
}

# Four serial ports, for that driver is built into every kernel: the console, the
# command's stdout and stderr, and the control channel. Only the console is a
# PC's own port: the others would share two edge-triggered interrupts, and a
# PREEMPT_RT kernel then loses one and stalls. PCI's are level-triggered.
# guest/init knows the slots.
qemu_channels() {
	local run=$1 slot=16 channel
	qemu+=(-chardev "file,id=console,path=$run/console.log" -device isa-serial,chardev=console)
	for channel in out err control; do
		if ((vm[shell])) && [[ $channel == out ]]; then
			qemu+=(-chardev stdio,id=out,signal=off)
		else
			qemu+=(-chardev "file,id=$channel,path=$run/$channel")
		fi
		qemu+=(-device "pci-serial,chardev=$channel,addr=$(printf '%#x' "$slot")")
		slot=$((slot + 1))
	done
}

# qemu_append ACCEL: the user's own arguments come last, for the last one wins.
qemu_append() {
	local words=(
		console=ttyS0 loglevel=7
		# A panic ends the VM at once (with -no-reboot).
		panic=-1
		# On a busy host the emulated timer can be late, and the kernel panics
		# in the boot-time check that it ticks.
		no_timer_check
		# A zone Movable, of a quarter of the memory.
		"movablecore=$((vm[mib] / 4))M"
		# Tests write to /dev/kmsg; none of it may be dropped.
		printk.devkmsg=on
	)
	# Emulated TSCs are one and the same. Not told so, a kernel takes those of several
	# CPUs for unsynchronized, and each look at the clock is one at the HPET: the
	# dearest that there is in an emulator.
	[[ $1 == kvm ]] || words+=(tsc=reliable)
	((!vm[icount])) || words+=(nokaslr)
	# A sanitizer tells of all that it finds.
	[[ ${vm[kernel]} != kasan-* ]] || words+=(kasan_multi_shot)
	printf '%s\n' "${words[*]} ${vm_append[*]}"
}
