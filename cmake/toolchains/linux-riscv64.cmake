# Debian: gcc-riscv64-linux-gnu and libc6-dev-riscv64-cross. If qemu-user or qemu-user-static is installed, the tests run under it.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR riscv64)
set(CMAKE_C_COMPILER riscv64-linux-gnu-gcc)
find_program(BS_QEMU_RISCV64 NAMES qemu-riscv64 qemu-riscv64-static)
if(BS_QEMU_RISCV64)
  set(CMAKE_CROSSCOMPILING_EMULATOR "${BS_QEMU_RISCV64};-L;/usr/riscv64-linux-gnu")
endif()
