# shellcheck shell=bash
# What `make bench` holds mmscope against, in the cache: page-types, made from
# the kernel's own source package, and Debian's makedumpfile and numactl. Nothing
# is installed on the host.

rivals_dir() {
	printf '%s/rivals\n' "$(cache_dir)"
}

# NAME:PACKAGE...: a rival, and the packages with what it is linked to.
rivals_packages=(
	'makedumpfile:makedumpfile libdw1 libelf1 liblzo2-2 zlib1g liblzma5 libbz2-1.0 libc6 libc-bin'
	'numactl:numactl libnuma1 libc6 libc-bin'
)

# rivals_make DIR MAKE ARG...: DIR, made by MAKE in a directory beside; all of it
# or nothing. What is there is taken as it is.
rivals_make() {
	local dir=$1 tmp
	shift
	[[ ! -d $dir ]] || return 0
	mkdir -p -- "$(dirname -- "$dir")"
	rm -rf -- "$dir".partial.*
	tmp=$(mktemp -d -- "$dir.partial.XXXXXX")
	if "$@" "$tmp" && mv -T -- "$tmp" "$dir"; then
		return
	fi
	rm -rf -- "$tmp"
	return 1
}

# rivals_unpack NAME PACKAGES DIR: DIR/root as if they were installed there.
rivals_unpack() {
	local name=$1 packages deb
	read -ra packages <<<"$2"
	note "$name: downloading, once"
	apt_download "$3" "${packages[@]}" || return
	mkdir -- "$3/root"
	for deb in "$3"/*.deb; do
		dpkg-deb --fsys-tarfile "$deb" |
			tar -C "$3/root" -x --exclude='./usr/share' --exclude='*/gconv' || return
	done
	dpkg-deb -f "$3/${name}"_*.deb Version >"$3/version"
	rm -f -- "$3"/*.deb
}

# rivals_build SERIES VERSION DIR: DIR/root/usr/bin/page-types, by the kernel's
# own Makefile, static so that any guest can run it.
rivals_build() {
	local package=linux-source-$1 dir=$3 tool
	note "page-types of $package=$2: downloading, once"
	apt_download "$dir" "$package=$2" || return
	# tools/vm until 6.2, tools/mm since (799fb82aa132).
	dpkg-deb --fsys-tarfile "$dir"/*.deb | tar -xO "./usr/src/$package.tar.xz" |
		tar -xJ -C "$dir" --wildcards "$package"/tools/{'[vm]m',lib,scripts,build,include,arch}'/*' \
			"$package/include/uapi/linux/*" || return
	tool=$(compgen -G "$dir/$package/tools/[vm]m/page-types.c") || return
	env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS make -C "$(dirname -- "$tool")" \
		CC='gcc -O2 -static' page-types >"$dir/build.log" 2>&1 || {
		tail -n 20 -- "$dir/build.log" >&2
		return 1
	}
	install -D -m 755 -- "${tool%.c}" "$dir/root/usr/bin/page-types"
	printf '%s\n' "$2" >"$dir/version"
	rm -rf -- "$dir"/*.deb "${dir:?}/$package"
}

# rivals_into ROOT KERNEL VERSION: all that can be had, into ROOT, and a line
# `rival=NAME version=...` or `rival=NAME absent=REASON` for each on stdout.
rivals_into() {
	local root=$1 series=${2%%-*} version=$3 row name packages
	row=$(rivals_dir)/page-types_${series}_$version
	rival_put "$root" page-types "$row" "linux-source-$series=$version cannot be had or built" \
		rivals_build "$series" "$version"
	for row in "${rivals_packages[@]}"; do
		name=${row%%:*} packages=${row#*:}
		rival_put "$root" "$name" "$(rivals_dir)/$name" "the Debian package cannot be had" \
			rivals_unpack "$name" "$packages"
	done
}

# rival_put ROOT NAME DIR REASON MAKE ARG...
rival_put() {
	local root=$1 name=$2 dir=$3 reason=$4
	shift 4
	if with_lock "$(rivals_dir)/.lock" rivals_make "$dir" "$@" >&2; then
		cp -a -- "$dir/root/." "$root/"
		printf 'rival=%s version=%s\n' "$name" "$(<"$dir/version")"
	else
		note "$name: $reason"
		printf 'rival=%s absent=%s\n' "$name" "${reason// /_}"
	fi
}
