# Debian: gcc-riscv64-linux-gnu. Tests run under qemu-user where it is installed.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR riscv64)
set(CMAKE_C_COMPILER riscv64-linux-gnu-gcc)
find_program(BS_QEMU_RISCV64 qemu-riscv64)
if(BS_QEMU_RISCV64)
  set(CMAKE_CROSSCOMPILING_EMULATOR "${BS_QEMU_RISCV64};-L;/usr/riscv64-linux-gnu")
endif()
