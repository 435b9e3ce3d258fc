# shellcheck shell=bash
# Debian's kernels: from a meta-package to a boot image and a build tree in the
# cache. Nothing is installed, so it needs no root and leaves no traces.

# depends PACKAGE[=VERSION]: what it depends on as "name version", one per line; of all
# versions of a package in apt's lists, the newest first.
depends() {
	apt-cache show --all-versions -- "$1" 2>/dev/null |
		sed -n 's/^Depends: //p' | tr ',' '\n' |
		sed -En 's/^ *([a-z0-9.+-]+)( \([<>=]+ ([^)]*)\))?.*/\1 \3/p'
}

# debian_resolve META SERIES: "release version" of the newest package of the series; what
# apt would install may be of another, where backports are preferred.
debian_resolve() {
	local package version newest=
	while read -r package version; do
		case $package in
		"linux-image-$2".*)
			printf '%s %s\n' "${package#linux-image-}" "$version"
			return
			;;
		linux-image-*) newest=${newest:-${package#linux-image-}} ;;
		esac
	done < <(depends "$1")
	[[ -z $newest ]] ||
		note "$1 is $newest in apt's lists, not $2: add Debian 12 (bookworm) to them"
	return 1
}

# debian_download DIR RELEASE VERSION: image, headers and what headers link to.
debian_download() {
	local dir=$1 release=$2 version=$3
	local packages=("linux-image-$release=$version" "linux-headers-$release=$version")
	local name
	while read -r name _; do
		packages+=("$name")
	done < <(depends "linux-headers-$release=$version" |
		grep -E '^linux-(headers|kbuild)-' | sort -u)
	((${#packages[@]} >= 4)) || {
		note "linux-headers-$release=$version is not in apt's lists"
		return 1
	}
	apt_download "$dir" "${packages[@]}"
}

# debian_unpack DIR RELEASE: the .deb files of DIR into boot/ and usr/ beside.
debian_unpack() {
	local dir=$1 release=$2 deb headers
	# The image package is nearly all modules. boot/ is its first member, and
	# --occurrence lets tar stop there; dpkg-deb then dies of the closed pipe.
	tar -C "$dir" -x --occurrence=1 "./boot/vmlinuz-$release" "./boot/config-$release" \
		< <(dpkg-deb --fsys-tarfile "$dir"/linux-image-*.deb 2>/dev/null) || return
	mv -- "$dir/boot/vmlinuz-$release" "$dir/boot/vmlinuz"
	mv -- "$dir/boot/config-$release" "$dir/boot/config"
	for deb in "$dir"/linux-headers-*.deb "$dir"/linux-kbuild-*.deb; do
		dpkg-deb --fsys-tarfile "$deb" | tar -C "$dir" -x --exclude='./usr/share' || return
	done
	# The one absolute path in the packages; all else is relative links.
	headers=$dir/usr/src/linux-headers-$release
	# shellcheck disable=SC2016 # make's variables
	sed -i 's|^include /usr/src/|include $(abspath $(dir $(lastword $(MAKEFILE_LIST)))..)/|' \
		"$headers/Makefile"
	bzimage_extract "$dir/boot/vmlinuz" "$dir/boot/vmlinux" || rm -f -- "$dir/boot/vmlinux"
	rm -f -- "$dir"/*.deb
}

# debian_fetch DIR NAME RELEASE VERSION: fill DIR, all of it or nothing.
debian_fetch() {
	local dir=$1 name=$2 release=$3 version=$4 tmp
	[[ ! -d $dir ]] || return 0
	mkdir -p -- "$(dirname -- "$dir")"
	rm -rf -- "$dir".partial.*
	tmp=$(mktemp -d -- "$dir.partial.XXXXXX")
	note "kernel $name: downloading $release ($version), about 90 MB, once"
	if debian_download "$tmp" "$release" "$version" && debian_unpack "$tmp" "$release"; then
		chmod 755 "$tmp"
		mv -T -- "$tmp" "$dir"
	else
		rm -rf -- "$tmp"
		return 1
	fi
}
