# Debian: musl-tools. Its musl-gcc hides /usr/include, and must do so for glibc's headers. So the kernel's headers are linked
# into the build directory. Alpine needs no toolchain file.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(CMAKE_C_COMPILER musl-gcc)
set(_bs_kernel_headers "${CMAKE_BINARY_DIR}/kernel-headers")
if(NOT EXISTS "${_bs_kernel_headers}")
  file(MAKE_DIRECTORY "${_bs_kernel_headers}")
  file(CREATE_LINK /usr/include/linux "${_bs_kernel_headers}/linux" SYMBOLIC)
  file(CREATE_LINK /usr/include/asm-generic "${_bs_kernel_headers}/asm-generic" SYMBOLIC)
  file(CREATE_LINK /usr/include/x86_64-linux-gnu/asm "${_bs_kernel_headers}/asm" SYMBOLIC)
endif()
set(CMAKE_C_FLAGS_INIT "-idirafter ${_bs_kernel_headers}")
