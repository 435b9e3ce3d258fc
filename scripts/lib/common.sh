# shellcheck shell=bash
# Shared by every script here: the tree's root, messages, the cache, locks.

# Read by the scripts that source this file.
# shellcheck disable=SC2034
MMSCOPE_ROOT=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)

# note MESSAGE: progress and diagnostics; stdout belongs to results.
note() {
	printf '%s: %s\n' "${0##*/}" "$*" >&2
}

# die STATUS MESSAGE
die() {
	local status=$1
	shift
	note "$*"
	exit "$status"
}

# need COMMAND...: a clear message in place of "command not found" half-way.
need() {
	local command
	for command; do
		command -v "$command" >/dev/null ||
			die 125 "'$command' is not installed; run scripts/setup"
	done
}

# Kernels, ccache and what was learnt about this machine. Shared by all clones.
cache_dir() {
	printf '%s\n' "${MMSCOPE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/mmscope}"
}

# cache_keep DIR: DIR of the cache is in use. Those that are called the same up to their
# last `_`, what follows being a version or a key, go when nobody used them for 30 days.
cache_keep() {
	touch -- "$1"
	find "$(dirname -- "$1")" -mindepth 1 -maxdepth 1 -name "$(basename -- "${1%_*}")_*" -mtime +30 \
		-exec rm -rf -- {} +
}

# with_lock FILE COMMAND ARG...: one at a time among all callers of FILE.
# A subshell, so that the lock ends with it however COMMAND ends.
with_lock() {
	local file=$1
	shift
	mkdir -p -- "$(dirname -- "$file")"
	(
		flock 9
		"$@"
	) 9>>"$file"
}

# ccache_env: every compiler run shares one ccache in the cache directory, and
# every clone what another one compiled, wherever it lies.
ccache_env() {
	local cache
	cache=$(cache_dir)
	export CCACHE_DIR=${CCACHE_DIR:-$cache/ccache}
	# Nor does it matter in what language a compiler would have complained.
	export CCACHE_NOHASHDIR=1 CCACHE_BASEDIR=$MMSCOPE_ROOT CCACHE_SLOPPINESS=locale
	# A miss costs next to nothing if sources are not preprocessed twice (the compiler
	# says what it read), and headers that all include are not hashed each time.
	export CCACHE_DEPEND=1 CCACHE_INODECACHE=1
}

# run_logged QUIET LOG COMMAND ARG...: with QUIET=1 the output goes to LOG alone,
# otherwise to stderr as well. Fails as COMMAND does.
run_logged() {
	local quiet=$1 log=$2
	shift 2
	if ((quiet)); then
		"$@" >"$log" 2>&1
	else
		"$@" 2>&1 | tee -- "$log" >&2
	fi
}
