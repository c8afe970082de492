# baresock_checks(target): adds ctests on the built library and on the sources. Each is a script in cmake/checks.

execute_process(COMMAND sh "${CMAKE_CURRENT_LIST_DIR}/clang-format.sh"
  OUTPUT_VARIABLE BS_CLANG_FORMAT OUTPUT_STRIP_TRAILING_WHITESPACE)

function(_baresock_check name)
  add_test(NAME check-${name} COMMAND "${CMAKE_COMMAND}" ${ARGN} -P "${_bs_checks_dir}/${name}.cmake")
endfunction()

function(baresock_checks target)
  set(_bs_checks_dir "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/checks")
  set(library "-DLIBRARY=$<TARGET_FILE:${target}>")
  _baresock_check(exports ${library} "-DNM=${CMAKE_NM}" "-DHEADER=${CMAKE_CURRENT_SOURCE_DIR}/include/baresock.h"
    "-DAPPLE=${APPLE}")
  _baresock_check(jni-only-in-jni "-DSOURCES=${CMAKE_CURRENT_SOURCE_DIR}")
  _baresock_check(machine ${library} "-DPLATFORM=${BS_PLATFORM}" "-DARCH=${BS_ARCH}")
  if(APPLE)
    _baresock_check(macho ${library} "-DOBJDUMP=${CMAKE_OBJDUMP}")
  else()
    _baresock_check(elf ${library} "-DREADELF=${CMAKE_READELF}")
  endif()
  if(BS_SPLITS_DEBUG AND NOT BS_SANITIZE)
    _baresock_check(stripped ${library} "-DDEBUG=$<TARGET_FILE:${target}>.debug" "-DREADELF=${CMAKE_READELF}")
  endif()
  if(BS_OS STREQUAL "linux")
    _baresock_check(glibc ${library} "-DREADELF=${CMAKE_READELF}" "-DPLATFORM=${BS_PLATFORM}")
  endif()
  if(NOT BS_SANITIZE)
    _baresock_check(no-paths ${library} "-DDEBUG=$<TARGET_FILE:${target}>.debug" "-DSOURCES=${CMAKE_SOURCE_DIR}" "-DBINARIES=${CMAKE_BINARY_DIR}"
      "-DJDK=${JAVA_INCLUDE_PATH}")
  endif()
  if(BS_CLANG_FORMAT)
    _baresock_check(format "-DCLANG_FORMAT=${BS_CLANG_FORMAT}" "-DSOURCES=${CMAKE_CURRENT_SOURCE_DIR}")
  endif()
endfunction()
