# The platform of the build: BS_OS, BS_ARCH, BS_PLATFORM (linux-x86_64, linux-x86_64-musl, macos-aarch64, ...), which is also the
# directory of the library inside the jar, and BS_SYSTEM_DIR, the folder of native/src/{linux,bsd} for it.

if(CMAKE_SYSTEM_NAME STREQUAL "Linux")
  set(BS_OS linux)
elseif(CMAKE_SYSTEM_NAME STREQUAL "Darwin")
  set(BS_OS macos)
elseif(CMAKE_SYSTEM_NAME STREQUAL "FreeBSD")
  set(BS_OS freebsd)
else()
  message(FATAL_ERROR "Baresock does not know the system ${CMAKE_SYSTEM_NAME}")
endif()

# Asks the compiler, because CMAKE_SYSTEM_PROCESSOR is the host's.
set(_bs_probe "${CMAKE_BINARY_DIR}/platform-probe.c")
file(WRITE "${_bs_probe}" [[
#if defined(__linux__)
#include <features.h>
#endif
#if defined(__x86_64__)
BS_PROBE arch x86_64
#elif defined(__aarch64__)
BS_PROBE arch aarch64
#elif defined(__riscv) && __riscv_xlen == 64
BS_PROBE arch riscv64
#endif
#if defined(__linux__) && !defined(__GLIBC__)
BS_PROBE libc musl
#endif
]])
separate_arguments(_bs_flags NATIVE_COMMAND "${CMAKE_C_FLAGS}")
foreach(_bs_arch IN LISTS CMAKE_OSX_ARCHITECTURES)
  list(APPEND _bs_flags -arch ${_bs_arch})
endforeach()
if(CMAKE_C_COMPILER_TARGET)
  list(APPEND _bs_flags "${CMAKE_C_COMPILE_OPTIONS_TARGET}${CMAKE_C_COMPILER_TARGET}")
endif()
execute_process(COMMAND "${CMAKE_C_COMPILER}" ${_bs_flags} -E "${_bs_probe}"
  OUTPUT_VARIABLE _bs_probed ERROR_VARIABLE _bs_error RESULT_VARIABLE _bs_status)
if(NOT _bs_status EQUAL 0)
  message(FATAL_ERROR "The C compiler cannot preprocess:\n${_bs_error}")
endif()
if(NOT _bs_probed MATCHES "BS_PROBE arch ([a-z0-9_]+)")
  message(FATAL_ERROR "Baresock knows x86_64, aarch64 and riscv64, and the compiler makes none of them")
endif()
set(BS_ARCH "${CMAKE_MATCH_1}")

set(BS_PLATFORM "${BS_OS}-${BS_ARCH}")
if(_bs_probed MATCHES "BS_PROBE libc musl")
  string(APPEND BS_PLATFORM "-musl")
endif()

if(BS_OS STREQUAL "linux")
  set(BS_SYSTEM_DIR linux)
else()
  set(BS_SYSTEM_DIR bsd)
endif()
message(STATUS "Baresock platform: ${BS_PLATFORM}")
