set(BS_APPLE_ARCH x86_64)
set(BS_ZIG_ARCH x86_64)
include("${CMAKE_CURRENT_LIST_DIR}/macos.cmake")
