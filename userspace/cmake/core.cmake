# SPDX-License-Identifier: GPL-2.0
# mmscope_core(TARGET SANITIZERS): the module's core as a library of the host; what links
# it has a fake kernel for it.
set(MMSCOPE_CORE_DIR ${CMAKE_CURRENT_SOURCE_DIR}/../module)

function(mmscope_core target sanitizers)
  file(GLOB sources CONFIGURE_DEPENDS
    ${MMSCOPE_CORE_DIR}/core/*.cc ${MMSCOPE_CORE_DIR}/core/cases/*.cc)
  add_library(${target} STATIC ${sources})
  mmscope_together(${target})
  target_compile_definitions(${target} PUBLIC MMS_HOSTED)
  target_include_directories(${target} PUBLIC ${MMSCOPE_CORE_DIR})
  target_compile_options(${target} PUBLIC -fsanitize=${sanitizers})
endfunction()
