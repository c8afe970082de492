# The library is a shared library of the machine that its folder in the jar names.
file(READ "${LIBRARY}" header LIMIT 20 HEX)
if(PLATFORM MATCHES "macos")
  set(x86_64 "07000001")
  set(aarch64 "0c000001")
  set(pattern "^cffaedfe(........)........06000000") # 64 bits, the machine, a dylib
else()
  set(x86_64 "3e00")
  set(aarch64 "b700")
  set(riscv64 "f300")
  set(pattern "^7f454c460201.*0300(....)$") # ELF, 64 bits, little-endian; a shared object, the machine
endif()
if(NOT header MATCHES "${pattern}")
  message(FATAL_ERROR "${LIBRARY} is no shared library of ${PLATFORM}: it begins with ${header}")
endif()
if(NOT CMAKE_MATCH_1 STREQUAL "${${ARCH}}")
  message(FATAL_ERROR "${LIBRARY} is for another machine than ${ARCH}: it begins with ${header}")
endif()
