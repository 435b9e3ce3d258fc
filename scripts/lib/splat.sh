# shellcheck shell=bash
# What in a kernel log means that the kernel is unwell. One list, one reader.

# A ^ stands for the start of the message, after the time stamp; it keeps apart
# "WARNING: " from "Spectre V2 : WARNING: ", which healthy kernels say at boot,
# and "BUG: " from "DEBUG: ". All are worded as reports are, so that a banner
# ("kmemleak: ... initialized", "Lock dependency validator") is none.
splat_patterns=(
	# kernel/panic.c, lib/bug.c; also lockdep's "WARNING: possible circular locking".
	'\[ cut here \]'
	'^WARNING: '
	'^BUG: '
	'kernel BUG at '
	'Oops(: |\[#)'
	'Kernel panic - not syncing'
	'general protection fault'
	'double fault: '
	'invalid opcode: '
	'stack segment: '
	# mm: page and slab debugging.
	'Bad page (state|map) '
	'Bad rss-counter state'
	'page allocation failure: order'
	'^BUG [a-z]'
	'refcount_t: '
	'list_(add|del) corruption'
	# Sanitizers.
	'UBSAN: [a-z]'
	'kmemleak: [0-9]+ new suspected memory leaks'
	# Locking. lockdep prints most with "WARNING: " on these kernels, not all.
	'possible (circular|recursive|irq lock inversion) '
	'inconsistent lock state'
	'INFO: (possible|inconsistent|suspicious|lockdep)'
	'suspicious RCU usage'
	'sleeping function called from invalid context'
	'scheduling while atomic'
	'held lock freed|lock held when returning to user space|[Bb]ad unlock balance'
	# Time.
	'soft lockup|hard LOCKUP'
	'rcu: INFO: .*(detected|self-detected) (stall|stalls|expedited stalls)'
	'rcu_(sched|preempt).*(detected|self-detected) stall'
	'INFO: task .* blocked for more than'
	# Objects.
	'sysfs: cannot create duplicate'
	# For want of memory (-12) it may.
	'kobject_add_internal failed for .* (with -EEXIST|\(error: -([0-9]|1[013-9]|[2-9][0-9]|[0-9]{3}) )'
	'ODEBUG: '
	'debugfs: (Directory|File) .* already present'
)

# Time stamp and, where the kernel is so built, the caller (T1, C0).
splat_start='^(\[ *[0-9]+\.[0-9]+\](\[ *[TC][0-9]+\])? )?'

# splat_scan FILE: print the reports with some context; true where there is one.
splat_scan() {
	local pattern hits
	pattern=$(IFS='|' && printf '%s' "${splat_patterns[*]}")
	pattern=${pattern//^/$splat_start}
	# A serial console ends lines in CR LF, and it may end amid a character.
	hits=$(tr -d '\r' <"$1" | grep -a -E -n -m 5 -- "$pattern" | cut -d : -f 1)
	[[ -n $hits ]] || return 1
	local line last=0
	for line in $hits; do
		# Overlapping reports are printed once.
		((line > last)) || continue
		tr -d '\r' <"$1" | sed -n "$((line > 2 ? line - 2 : 1)),$((line + 40))p"
		last=$((line + 40))
	done
}
