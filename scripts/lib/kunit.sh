# shellcheck shell=bash
# The KUnit suites: what a boot needs that runs them, and who judges its log.

# Read by the scripts that source this file.
# shellcheck disable=SC2034
# Every line is to reach the console, as KUnit said it.
kunit_append='printk.time=0 log_buf_len=4M oops=panic'

# kunit_check_filter GLOB: what passes unharmed through a module's parameters.
kunit_check_filter() {
	[[ $1 =~ ^[][a-z0-9_.*?!-]+$ ]] ||
		die 2 "filter '$1': allowed is a glob for SUITE.CASE or SUITE, as in mmscope_histogram.* or *"
}

# kunit_module KERNEL: builds both modules, prints the path of the suites.
kunit_module() {
	local module suites
	module=$("$MMSCOPE_ROOT/scripts/module-build" --quiet "$1") || return
	suites=$(dirname -- "$module")/mmscope_kunit.ko
	[[ -f $suites ]] ||
		die 125 "kernel '$1' has no CONFIG_KUNIT; the test kernels do: $(kernel_built_names | paste -sd ' ')"
	printf '%s\n' "$suites"
}

# kunit_tool KERNEL: kunit.py as it came with that kernel: from the tree that
# modules are built in, or else from the sources that it was built from.
kunit_tool() {
	local tool
	local -A facts=()
	load_facts facts "$1" || return
	for tool in "${facts[kdir]-}" \
		"$(cache_dir)/kernels/source/linux-source-${1#*-}_${facts[version]-}"; do
		tool+=/tools/testing/kunit/kunit.py
		if [[ -f $tool ]]; then
			printf '%s\n' "$tool"
			return
		fi
	done
	die 125 "kernel '$1': neither its tree nor its sources are there with tools/testing/kunit; run scripts/kernel-build $1"
}

# kunit_report KERNEL FILTER TO STATUS LOG [OPTION]...: see scripts/kunit-report.
kunit_report() {
	local tool
	tool=$(kunit_tool "$1") || return 125
	/usr/bin/python3 "$MMSCOPE_ROOT/scripts/kunit-report" --tool "$tool" \
		--suites "$MMSCOPE_ROOT/kunit" --filter "$2" --to "$3" --status "$4" "${@:6}" "$5"
}
