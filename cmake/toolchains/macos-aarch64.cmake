set(BS_APPLE_ARCH arm64)
set(BS_ZIG_ARCH aarch64)
include("${CMAKE_CURRENT_LIST_DIR}/macos.cmake")
