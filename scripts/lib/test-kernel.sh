# shellcheck shell=bash
# Kernels built from Debian's source packages, with the fragments in kunit/.

# test_kernel_fragments NAME: one file per line, in the order of their say.
test_kernel_fragments() {
	local name=$1 series=${1#*-} parts=(base) part
	case $name in
	kunit-*) parts+=(btf swap) ;;
	kasan-*) parts+=(sanitizers) ;;
	esac
	for part in "${parts[@]}"; do
		printf '%s\n' "$MMSCOPE_ROOT/kunit/$part.config"
		[[ ! -f $MMSCOPE_ROOT/kunit/$part-$series.config ]] ||
			printf '%s\n' "$MMSCOPE_ROOT/kunit/$part-$series.config"
	done
}

# test_kernel_version NAME FACTS: of the source package that apt knows. FACTS of
# an earlier build will do where apt's lists are older or know of none.
test_kernel_version() {
	local series=${1#*-} facts=$2 built='' version=''
	[[ ! -f $facts ]] || built=$(sed -n 's/^version=//p' "$facts")
	[[ $facts -nt /var/lib/apt/lists ]] || version=$(apt-cache show --no-all-versions -- \
		"linux-source-$series" 2>/dev/null | sed -n 's/^Version: //p' | head -n 1) || :
	printf '%s\n' "${version:-$built}"
}

# test_kernel_key NAME VERSION: changes with whatever the kernel is made from, the
# functions that make it among that. Comments in the fragments make no difference.
test_kernel_key() {
	local name=$1 version=$2 fragments
	mapfile -t fragments < <(test_kernel_fragments "$name")
	{
		printf '%s\n' "$name" "$version" "$(gcc-12 -dumpfullversion)" "$(pahole --version)"
		grep -hE '^(CONFIG_|# CONFIG_[A-Z0-9_]+ is not set$)' -- "${fragments[@]}"
		declare -f test_kernel_make test_kernel_configure test_kernel_build test_kernel_tree \
			test_kernel_into
	} | sha256sum | cut -c1-16
}

# test_kernel_source SERIES VERSION: the unpacked sources; called under a lock.
test_kernel_source() {
	local package=linux-source-$1 version=$2 dir tmp
	dir=$(cache_dir)/kernels/source/${package}_$version
	if [[ ! -d $dir ]]; then
		mkdir -p -- "$(dirname -- "$dir")"
		rm -rf -- "$dir".partial.*
		tmp=$(mktemp -d -- "$dir.partial.XXXXXX")
		note "$package $version: downloading and unpacking, about 150 MB, once"
		if ! apt_download "$tmp" "$package=$version" ||
			! dpkg-deb --fsys-tarfile "$tmp"/*.deb | tar -xO "./usr/src/$package.tar.xz" |
			tar -xJ -C "$tmp" --strip-components=1; then
			rm -rf -- "$tmp"
			return 1
		fi
		rm -f -- "$tmp"/*.deb "$tmp/apt.log"
		chmod 755 "$tmp"
		mv -T -- "$tmp" "$dir"
	fi
	cache_keep "$dir"
	printf '%s\n' "$dir"
}

# test_kernel_make NAME SOURCE OUT TARGET...
test_kernel_make() {
	local name=$1 source=$2 out=$3
	shift 3
	env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS LC_ALL=C CCACHE_BASEDIR="$(cache_dir)" \
		KBUILD_BUILD_TIMESTAMP='2024-01-01' KBUILD_BUILD_USER=mmscope KBUILD_BUILD_HOST=mmscope \
		make -C "$source" O="$out" ARCH=x86_64 LOCALVERSION="-${name%%-*}" KCFLAGS=-fno-var-tracking \
		CC='ccache gcc-12' HOSTCC='ccache gcc-12' -j"$(nproc)" "$@"
}

# test_kernel_configure NAME SOURCE OUT: allnoconfig and the fragments, of which
# each line must have come true.
test_kernel_configure() {
	local name=$1 source=$2 out=$3 fragments line bad=0
	mapfile -t fragments < <(test_kernel_fragments "$name")
	cat -- "${fragments[@]}" >"$out/wanted.config"
	KCONFIG_ALLCONFIG=$out/wanted.config test_kernel_make "$name" "$source" "$out" allnoconfig || return
	while read -r line; do
		case $line in
		CONFIG_*) grep -qxF -- "$line" "$out/.config" || { note "$name: $line did not take"; bad=1; } ;;
		'# CONFIG_'*' is not set')
			! grep -q -- "^${line:2:-11}=" "$out/.config" || { note "$name: ${line:2:-11} is set"; bad=1; }
			;;
		esac
	done <"$out/wanted.config"
	return "$bad"
}

# test_kernel_tree SOURCE OUT TREE: what building a module and reading its results
# takes, and no more; see scripts/package/install-extmod-build of later kernels.
test_kernel_tree() {
	local source=$1 out=$2 tree=$3
	mkdir -p -- "$tree"
	(
		cd -- "$source" && {
			echo Makefile
			find arch/x86 -maxdepth 1 -name 'Makefile*'
			find arch/x86 -name generated -prune -o -name include -type d -print
			find arch/x86 -name Kbuild.platforms -o -name Platform
			find include \( -name config -o -name generated \) -prune -o \( -type f -o -type l \) -print
			find scripts -name kconfig -prune -o \( -type f -o -type l \) -print
			# kunit.py, which tells the results of suites.
			find tools/testing/kunit -maxdepth 1 -name '*.py'
		} | tar -c -f - -T -
	) | tar -x -f - -C "$tree" || return
	(
		cd -- "$out" && {
			echo Module.symvers
			echo .config
			echo arch/x86/include/generated
			echo include/config
			echo include/generated
			find scripts -name kconfig -prune -o -type f ! -name '*.o' ! -name '.*.cmd' -print
			for tool in tools/objtool/objtool tools/bpf/resolve_btfids/resolve_btfids; do
				[[ ! -f $tool ]] || echo "$tool"
			done
		} | tar -c -f - -T -
	) | tar -x -f - -C "$tree" || return
	# Types of modules are told apart from those of the kernel.
	ln -s -- ../boot/vmlinux "$tree/vmlinux"
}

# test_kernel_build NAME SOURCE OUT LOG: quiet; a dot for each hundred files.
test_kernel_build() {
	test_kernel_make "$1" "$2" "$3" bzImage modules 2>&1 | tee -- "$4" |
		awk '/^  (CC|AS|LD|AR) / && ++n % 100 == 0 { printf "." > "/dev/stderr" }
			END { if (n >= 100) print "" > "/dev/stderr" }'
	return "${PIPESTATUS[0]}"
}

# test_kernel_into NAME SOURCE DIR: boot/, tree/ and release, and the log of it.
test_kernel_into() {
	local name=$1 source=$2 dir=$3 out=$3/out
	mkdir -p -- "$out" "$dir/boot"
	test_kernel_configure "$name" "$source" "$out" >"$dir/config.log" || {
		tail -n 20 -- "$dir/config.log" >&2
		return 1
	}
	test_kernel_build "$name" "$source" "$out" "$dir/build.log" || {
		tail -n 40 -- "$dir/build.log" >&2
		return 1
	}
	cp -- "$out/arch/x86/boot/bzImage" "$dir/boot/vmlinuz"
	cp -- "$out/.config" "$dir/boot/config"
	# With types and symbols, without what only a debugger reads.
	objcopy --strip-debug "$out/vmlinux" "$dir/boot/vmlinux"
	test_kernel_tree "$source" "$out" "$dir/tree" || return
	cp -- "$out/include/config/kernel.release" "$dir/release"
	rm -rf -- "$out"
}
