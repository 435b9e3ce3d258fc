# shellcheck shell=bash disable=SC2154
# One run of the VM: its directory, its channels, its end.

# Of its own for a caller that reads `last` while others boot.
runs_dir=${MMSCOPE_VM_RUNS:-$MMSCOPE_ROOT/build/vm}
runs_kept=10
run='' qemu_pid='' reader_pids=() terminal_mode=''

# run_open: a new directory, named in build/vm/last; the oldest are removed.
run_open() {
	local old n=0
	mkdir -p -- "$runs_dir"
	run=$runs_dir/run-$(date +%Y%m%d-%H%M%S)-$$
	mkdir -- "$run"
	printf '%s\n' $$ >"$run/pid"
	ln -s -- "${run##*/}" "$run.last"
	mv -T -- "$run.last" "$runs_dir/last"
	while IFS= read -r old; do
		n=$((n + 1))
		((n <= runs_kept)) || run_is_going "$old" || rm -rf -- "$old"
	done < <(ls -d -t -- "$runs_dir"/run-*/)
}

# run_is_going DIR: of another scripts/vm.
run_is_going() {
	[[ -f $1/pid ]] && kill -0 "$(<"$1/pid")" 2>/dev/null
}

# Whatever happens, no QEMU stays behind and the terminal is as it was.
run_close() {
	local pid
	for pid in $qemu_pid "${reader_pids[@]}"; do
		kill "$pid" 2>/dev/null || :
	done
	[[ -z $terminal_mode ]] || stty "$terminal_mode" || :
	rm -f -- "$run/initramfs.cpio" "$run/out" "$run/err" "$run/pid"
}

# Named pipes carry the command's output to our own stdout and stderr while it
# runs. QEMU opens them by name; `<>` here keeps these opens from waiting for
# each other, and closing it later gives the readers their end of file. Where our
# own stdout is closed early (| head), the second cat lets the guest go on.
run_readers() {
	mkfifo -- "$run/out" "$run/err"
	exec {out_fd}<>"$run/out" {err_fd}<>"$run/err"
	{ cat 2>/dev/null || cat >/dev/null; } <"$run/out" {out_fd}>&- {err_fd}>&- &
	reader_pids+=($!)
	{ cat >&2 2>/dev/null || cat >/dev/null; } <"$run/err" {out_fd}>&- {err_fd}>&- &
	reader_pids+=($!)
}

# The parent-death signals take QEMU along even when we are killed outright.
run_qemu() {
	setpriv --pdeathsig TERM timeout --kill-after=5 "${vm[timeout]}" \
		setpriv --pdeathsig KILL "${qemu[@]}" \
		</dev/null >"$run/qemu.log" 2>&1 {out_fd}>&- {err_fd}>&- &
	qemu_pid=$!
	local status=0 start=$SECONDS
	# Bash would report on stderr by which signal a job died; the status says it.
	{ wait "$qemu_pid"; } 2>/dev/null || status=$?
	qemu_pid=
	# Killed, but not for the time it took: by the host's OOM killer, say.
	((status != 137 || SECONDS - start >= vm[timeout])) || {
		note "QEMU was killed from outside; is the host short of memory?"
		status=9
	}
	exec {out_fd}>&- {err_fd}>&-
	wait "${reader_pids[@]}" || :
	reader_pids=()
	return "$status"
}

# In the foreground, on the terminal, for as long as the user likes.
run_qemu_shell() {
	local status=0
	terminal_mode=$(stty -g)
	setpriv --pdeathsig KILL "${qemu[@]}" 2>"$run/qemu.log" || status=$?
	return "$status"
}

console_tail() {
	note "the end of ${run#"$MMSCOPE_ROOT"/}/console.log:"
	tail -n "$1" -- "$run/console.log" | tr -d '\r' | sed 's/^/  /' >&2
}

# run_control: the control channel's lines into control_* (see guest/init); what
# follows them on file descriptor 6 is the archive.
run_control() {
	local word rest
	control_status='' control_module='' control_end=0 control_missing=()
	while IFS= read -r -u 6 rest && [[ -n $rest ]]; do
		word=${rest%% *} rest=${rest#* }
		case $word in
		status) control_status=$rest ;;
		module) control_module=$rest ;;
		missing) control_missing+=("$rest") ;;
		end) control_end=1 ;;
		esac
	done
}

# run_fetch: unpack the archive and put each --get in its place; false where a
# file could not be had.
run_fetch() {
	local i from to path ok=0
	((${#vm_get[@]})) || return 0
	mkdir -- "$run/get"
	if ! ((control_end)) || ! tar -C "$run/get" -xz <&6; then
		note "--get: the guest ended before its files were sent"
		return 1
	fi
	for path in "${control_missing[@]}"; do
		note "--get '$path': no such file in the guest"
		ok=1
	done
	for i in "${!vm_get[@]}"; do
		to=${vm_get[i]#*:}
		for from in "$run/get/$i"/* "$run/get/$i"/.[!.]*; do
			[[ -e $from || -L $from ]] || continue
			cp -a --no-preserve=ownership -T -- "$from" "$(fetch_target "$from" "$to")" || ok=1
		done
	done
	rm -rf -- "$run/get"
	return "$ok"
}

# fetch_target FROM TO: as cp has it, an existing directory is put into.
fetch_target() {
	if [[ -d $2 ]]; then
		printf '%s\n' "${2%/}/${1##*/}"
	else
		printf '%s\n' "$2"
	fi
}

# vm_run ACCEL KERNEL MODULE TOOL: exits with the status of the contract.
vm_run() {
	local status=0 fetched=0
	run_open
	trap run_close EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP
	initramfs_make "$run" "$3" "$4"
	if ((vm[shell])); then
		: >"$run/err"
	else
		run_readers
	fi
	qemu_command "$run" "$1" "$2"
	quote "${qemu[@]}" >"$run/command"
	if ((vm[shell])); then
		run_qemu_shell || status=$?
	else
		run_qemu || status=$?
	fi
	[[ -f $run/console.log ]] || : >"$run/console.log"
	[[ -f $run/control ]] || : >"$run/control"
	exec 6<"$run/control"
	run_control
	[[ -z $control_status ]] || run_fetch || fetched=1
	vm_verdict "$status" "$fetched"
}

# vm_verdict QEMU-STATUS FETCH-STATUS
vm_verdict() {
	local splat
	if splat=$(splat_scan "$run/console.log"); then
		note "the guest's kernel reported:"
		printf '%s\n' "$splat" >&2
		exit 70
	fi
	case $1 in
	124 | 137) die 124 "time-out: the VM ran for ${vm[timeout]} s" ;;
	esac
	if [[ -n $control_module ]]; then
		console_tail 20
		die 125 "the module does not load: $control_module"
	fi
	if [[ -z $control_status ]]; then
		sed 's/^/  /' "$run/qemu.log" >&2
		console_tail 30
		die 125 "the guest ended without a status (QEMU: $1)"
	fi
	((control_status)) || exit "$2"
	exit "$control_status"
}
