# shellcheck shell=bash
# KVM or TCG? /dev/kvm can exist and hang, so the answer comes from booting.

accel_probe_seconds=15

# accel_choose KERNEL: kvm or tcg, on stdout.
accel_choose() {
	case ${MMSCOPE_ACCEL-} in
	kvm | tcg)
		printf '%s\n' "$MMSCOPE_ACCEL"
		return
		;;
	'') ;;
	*) die 2 "MMSCOPE_ACCEL='$MMSCOPE_ACCEL'; allowed: kvm, tcg" ;;
	esac
	if [[ -r /dev/kvm && -w /dev/kvm ]]; then
		with_lock "$(cache_dir)/.lock-accel" accel_remembered "$1"
	else
		printf 'tcg\n'
	fi
}

# accel_remembered KERNEL: the answer of this boot, this device and this QEMU.
accel_remembered() {
	local file key answer
	file=$(cache_dir)/accel
	key="$(</proc/sys/kernel/random/boot_id) $(stat -c '%t:%T:%i' /dev/kvm) $(stat -L -c %Y "$(command -v qemu-system-x86_64)")"
	if [[ -f $file && $(head -n 1 "$file") == "$key" ]]; then
		answer=$(tail -n 1 "$file")
	else
		answer=tcg
		note "trying KVM, at most $accel_probe_seconds s, once"
		! accel_kvm_boots "$1" || answer=kvm
		note "using $answer from now on"
		printf '%s\n%s\n' "$key" "$answer" >"$file.new"
		mv -- "$file.new" "$file"
	fi
	printf '%s\n' "$answer"
}

# accel_kvm_boots KERNEL: with no root file system a kernel panics at the end of
# its boot, panic=-1 makes that a reset and -no-reboot the end of QEMU. Arriving
# there within the time is the proof.
accel_kvm_boots() {
	local log status=0
	log=$(timeout --signal=KILL "$accel_probe_seconds" \
		qemu-system-x86_64 -nodefaults -no-user-config -display none -no-reboot \
		-accel kvm -cpu host -smp 2 -m 256M -serial stdio \
		-kernel "$1" -append 'console=ttyS0 panic=-1' </dev/null 2>&1) || status=$?
	((status == 0)) && [[ $log == *'Linux version'*'Kernel panic'* ]]
}
