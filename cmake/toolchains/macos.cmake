# For macos-x86_64.cmake and macos-aarch64.cmake, which set BS_APPLE_ARCH: clang, LLVM's linker, and BARESOCK_MACOS_LIBC, the folder
# lib/libc of a Zig package with the headers and the stubs of macOS 11. CONTRIBUTING.md says how to get them. A Mac needs no toolchain file.
set(CMAKE_SYSTEM_NAME Darwin)
set(CMAKE_SYSTEM_PROCESSOR ${BS_APPLE_ARCH})
find_program(CMAKE_C_COMPILER NAMES clang-14 clang REQUIRED)
set(CMAKE_C_COMPILER_TARGET ${BS_APPLE_ARCH}-apple-macos11)
foreach(_bs_tool AR NM RANLIB STRIP OTOOL:objdump INSTALL_NAME_TOOL:install-name-tool)
  string(REGEX MATCH "^[A-Z_]+" _bs_variable "${_bs_tool}")
  string(REGEX REPLACE "^.*:" "" _bs_name "${_bs_tool}")
  string(TOLOWER "${_bs_name}" _bs_name)
  find_program(CMAKE_${_bs_variable} NAMES llvm-${_bs_name}-14 llvm-${_bs_name})
endforeach()
find_program(BS_LD64 NAMES ld64.lld-14 ld64.lld REQUIRED)

set(_bs_libc "$ENV{BARESOCK_MACOS_LIBC}")
# Without this clang would also look into /usr/include. The folder has no headers.
set(CMAKE_OSX_SYSROOT "${_bs_libc}/darwin" CACHE PATH "")
set(CMAKE_C_FLAGS_INIT "")
foreach(_bs_folder ${BS_ZIG_ARCH}-macos.11-none any-macos.11-any any-macos-any)
  string(APPEND CMAKE_C_FLAGS_INIT " -isystem ${_bs_libc}/include/${_bs_folder}")
endforeach()
# clang tells the system's version to linkers of version 520 and later.
set(_bs_link "-fuse-ld=${BS_LD64} -mlinker-version=520 -nostdlib ${_bs_libc}/darwin/libSystem.11.tbd")
set(CMAKE_EXE_LINKER_FLAGS_INIT "${_bs_link}")
set(CMAKE_SHARED_LINKER_FLAGS_INIT "${_bs_link}")
set(CMAKE_BUILD_WITH_INSTALL_NAME_DIR ON) # there is no install_name_tool to change the name later
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
