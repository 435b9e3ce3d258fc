# SPDX-License-Identifier: GPL-2.0
# mmscope_bpf_skeletons(OUT NAME...): skeletons of bpf/NAME.bpf.c, listed in OUT.
find_program(CLANG_BPF clang-14 REQUIRED)
# Debian keeps it where only root's PATH leads.
find_program(BPFTOOL bpftool PATHS /usr/sbin REQUIRED)
find_library(LIBBPF bpf REQUIRED)
find_library(LIBELF elf REQUIRED)
find_package(ZLIB REQUIRED)
# Archives in the order in which they need each other.
add_library(mmscope_libbpf STATIC IMPORTED)
set_target_properties(mmscope_libbpf PROPERTIES
  IMPORTED_LOCATION ${LIBBPF}
  INTERFACE_LINK_LIBRARIES "${LIBELF};ZLIB::ZLIB")

function(mmscope_bpf_skeletons out)
  set(dir ${CMAKE_CURRENT_BINARY_DIR}/bpf)
  file(MAKE_DIRECTORY ${dir})
  file(GLOB headers CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/bpf/*.h)
  set(skeletons)
  foreach(name ${ARGN})
    set(source ${CMAKE_CURRENT_SOURCE_DIR}/bpf/${name}.bpf.c)
    # Compare-and-exchange is of the third instruction set, which is that of kernel 5.12.
    set(cpu)
    if(name STREQUAL alloc)
      set(cpu -mcpu=v3)
    endif()
    # -g is for BTF; bpftool's linker leaves the debug info out.
    add_custom_command(OUTPUT ${dir}/${name}.skel.h
      COMMAND ${CLANG_BPF} -target bpf -D__TARGET_ARCH_x86 ${cpu} -O2 -g
        -Wall -Wextra -Wno-unused-parameter -Werror
        -ffile-prefix-map=${CMAKE_SOURCE_DIR}=userspace
        -c ${source} -o ${dir}/${name}.whole.o
      COMMAND ${BPFTOOL} gen object ${dir}/${name}.o ${dir}/${name}.whole.o
      COMMAND ${BPFTOOL} gen skeleton ${dir}/${name}.o name ${name} > ${dir}/${name}.skel.h
      DEPENDS ${source} ${headers}
      VERBATIM)
    list(APPEND skeletons ${dir}/${name}.skel.h)
  endforeach()
  set(${out} ${skeletons} PARENT_SCOPE)
endfunction()
