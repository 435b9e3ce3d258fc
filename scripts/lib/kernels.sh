# shellcheck shell=bash
# The kernels that have a name, and the facts about one of them.

# NAME  META-PACKAGE  DESCRIPTION; the meta-package's dependency is the kernel.
KERNELS_DEBIAN=(
	'6.1        linux-image-amd64             Debian 12, stock (the default)'
	'6.1-rt     linux-image-rt-amd64          Debian 12, PREEMPT_RT'
	'6.1-cloud  linux-image-cloud-amd64       Debian 12, few drivers'
	'6.12       linux-image-6.12-amd64        Debian 12 backport of 6.12, stock'
	'6.12-rt    linux-image-6.12-rt-amd64     Debian 12 backport of 6.12, PREEMPT_RT'
	'6.12-cloud linux-image-6.12-cloud-amd64  Debian 12 backport of 6.12, few drivers'
)

# NAME  DESCRIPTION; built from linux-source with the fragments in kunit/.
KERNELS_BUILT=(
	'kunit-6.1   test kernel with KUnit, CMA, page_owner, BPF and swap'
	'kasan-6.1   with KUnit, CMA, page_owner, KASAN, UBSAN, lockdep and kmemleak'
	'kunit-6.12  test kernel with KUnit, CMA, page_owner, BPF and swap'
	'kasan-6.12  with KUnit, CMA, page_owner, KASAN, UBSAN, lockdep and kmemleak'
)

# kernel_row TABLE-ROWS...: the row whose first word is $1.
kernel_row() {
	local wanted=$1 row name
	shift
	for row; do
		read -r name _ <<<"$row"
		if [[ $name == "$wanted" ]]; then
			printf '%s\n' "$row"
			return 0
		fi
	done
	return 1
}

# kernel_built_names: those that are built here.
kernel_built_names() {
	local row
	for row in "${KERNELS_BUILT[@]}"; do
		printf '%s\n' "${row%% *}"
	done
}

# kernel_check_built NAME: a usage error names what is allowed.
kernel_check_built() {
	kernel_row "$1" "${KERNELS_BUILT[@]}" >/dev/null ||
		die 2 "'$1' is no test kernel; allowed: $(kernel_built_names | paste -sd ' ')"
}

kernel_names() {
	local row name
	for row in "${KERNELS_DEBIAN[@]}" "${KERNELS_BUILT[@]}"; do
		read -r name _ <<<"$row"
		printf '%s\n' "$name"
	done
}

# kernel_list: a line per kernel for people.
kernel_list() {
	local row name description
	for row in "${KERNELS_DEBIAN[@]}"; do
		read -r name _ description <<<"$row"
		printf '  %-12s %s\n' "$name" "$description"
	done
	for row in "${KERNELS_BUILT[@]}"; do
		read -r name description <<<"$row"
		printf '  %-12s %s\n' "$name" "$description"
	done
	printf '  %-12s %s\n' PATH 'a bzImage; MMSCOPE_KDIR names its build tree'
}

# kernel_is_path NAME
kernel_is_path() {
	[[ $1 == */* ]]
}

# kernel_check_name NAME: a usage error names what is allowed.
kernel_check_name() {
	local names
	if kernel_is_path "$1"; then
		[[ -f $1 ]] || die 2 "kernel '$1': no such file"
		return
	fi
	names=$(kernel_names | paste -sd ' ')
	[[ " $names " == *" $1 "* ]] ||
		die 2 "unknown kernel '$1'; allowed: $names, or the path of a bzImage"
}

# kernel_print_facts NAME: as the head of kernel-fetch has it; false where the files that
# they name have gone.
kernel_print_facts() {
	local dir key value path
	dir=$(cache_dir)/kernels/$1
	[[ -f $dir/facts ]] || return 1
	local lines=()
	while IFS='=' read -r key value; do
		case $key in
		vmlinuz | vmlinux | kdir)
			path=$(realpath -q -e -- "$dir/$value") || return 1
			lines+=("$key=$path")
			;;
		*) lines+=("$key=$value") ;;
		esac
	done <"$dir/facts"
	printf '%s\n' "name=$1" "${lines[@]}"
}

# load_facts ARRAY NAME: run kernel-fetch, its lines into the associative ARRAY.
load_facts() {
	local -n into=$1
	local out key value
	out=$("$MMSCOPE_ROOT/scripts/kernel-fetch" "$2") || return
	while IFS='=' read -r key value; do
		# shellcheck disable=SC2034 # a reference: the caller's array
		into["$key"]=$value
	done <<<"$out"
}
