# shellcheck shell=bash
# A boot of the test VM that says nothing about mmscope.

# boot_came_to_nothing STATUS OUT CONSOLE_LOG: whether a scripts/vm that ended so failed
# before the guest has started anything of ours, as emulated hardware can make it. A
# second boot that fails so is told of as any other.
boot_came_to_nothing() {
	(($1 == 70 || $1 == 125)) && [[ ! -s $2 && -e $3 ]] &&
		! grep -q 'mmscope: loading out-of-tree' "$3"
}
