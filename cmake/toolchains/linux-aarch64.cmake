# Debian: gcc-aarch64-linux-gnu and libc6-dev-arm64-cross. If qemu-user or qemu-user-static is installed, the tests run under it.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
find_program(BS_QEMU_AARCH64 NAMES qemu-aarch64 qemu-aarch64-static)
if(BS_QEMU_AARCH64)
  set(CMAKE_CROSSCOMPILING_EMULATOR "${BS_QEMU_AARCH64};-L;/usr/aarch64-linux-gnu")
endif()
