# Debian: gcc-riscv64-linux-gnu. If qemu-user is installed, the tests run under it.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR riscv64)
set(CMAKE_C_COMPILER riscv64-linux-gnu-gcc)
find_program(BS_QEMU_RISCV64 qemu-riscv64)
if(BS_QEMU_RISCV64)
  set(CMAKE_CROSSCOMPILING_EMULATOR "${BS_QEMU_RISCV64};-L;/usr/riscv64-linux-gnu")
endif()
