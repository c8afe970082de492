# Debian: gcc-aarch64-linux-gnu, with the headers and the libc of Debian's arm64 musl-dev, which natives-packages.sh unpacks into
# BARESOCK_SYSROOTS. The specs are Debian's own; only the folders in them are changed. Alpine needs no toolchain file.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(_bs_root "$ENV{BARESOCK_SYSROOTS}/linux-aarch64-musl")
set(_bs_specs "${CMAKE_BINARY_DIR}/musl-gcc.specs")
if(NOT EXISTS "${_bs_specs}")
  file(READ "${_bs_root}/usr/lib/aarch64-linux-musl/musl-gcc.specs" _bs_text)
  string(REGEX REPLACE "/usr/(lib|include)/" "${_bs_root}/usr/\\1/" _bs_text "${_bs_text}")
  string(REPLACE "*link_libgcc:\n" "*link_libgcc:\n-L${_bs_root}/lib/aarch64-linux-musl " _bs_text "${_bs_text}")
  file(WRITE "${_bs_specs}" "${_bs_text}")
endif()
# libgcc chooses among atomic instructions with a function that only glibc has.
set(CMAKE_C_FLAGS_INIT "-mno-outline-atomics -specs=${_bs_specs} -idirafter /usr/aarch64-linux-gnu/include")
find_program(BS_QEMU_AARCH64 NAMES qemu-aarch64 qemu-aarch64-static)
if(BS_QEMU_AARCH64)
  set(CMAKE_CROSSCOMPILING_EMULATOR "${BS_QEMU_AARCH64};-L;${_bs_root}")
endif()
