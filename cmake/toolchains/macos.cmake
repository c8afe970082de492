# For macos-x86_64.cmake and macos-aarch64.cmake: clang, LLVM's linker, and the headers and stubs of macOS 11 from a package of Zig, which
# natives-packages.sh unpacks into BARESOCK_SYSROOTS. A Mac needs no toolchain file.
set(CMAKE_SYSTEM_NAME Darwin)
set(CMAKE_SYSTEM_PROCESSOR ${BS_APPLE_ARCH})
find_program(CMAKE_C_COMPILER NAMES clang-14 clang REQUIRED)
set(CMAKE_C_COMPILER_TARGET ${BS_APPLE_ARCH}-apple-macos11)
find_program(CMAKE_AR NAMES llvm-ar-14 llvm-ar)
find_program(CMAKE_NM NAMES llvm-nm-14 llvm-nm)
find_program(CMAKE_OBJDUMP NAMES llvm-objdump-14 llvm-objdump)
find_program(CMAKE_RANLIB NAMES llvm-ranlib-14 llvm-ranlib)
find_program(CMAKE_INSTALL_NAME_TOOL NAMES llvm-install-name-tool-14 llvm-install-name-tool)
find_program(BS_LD64 NAMES ld64.lld-14 ld64.lld REQUIRED)

set(_bs_libc "$ENV{BARESOCK_SYSROOTS}/macos")
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
set(CMAKE_BUILD_WITH_INSTALL_NAME_DIR ON) # changing the name later would make the signature of arm64 wrong
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
