# baresock_harden(target): how shipped code is compiled. baresock_harden_link(target): how the library is linked.

include(CheckCCompilerFlag)

# clang only warns of a flag that does nothing for the target.
set(CMAKE_REQUIRED_FLAGS -Werror)
check_c_compiler_flag(-fno-plt BS_HAVE_NO_PLT)
check_c_compiler_flag(-fstack-clash-protection BS_HAVE_STACK_CLASH)
unset(CMAKE_REQUIRED_FLAGS)

# A release has its debug information in a file beside it, libbaresock.so.debug, which debuggers find by the build ID. LLVM's linker for
# macOS cannot do that, and Apple's needs no -g.
set(BS_SPLITS_DEBUG OFF)
if(CMAKE_OBJCOPY AND NOT APPLE AND CMAKE_BUILD_TYPE STREQUAL "Release")
  set(BS_SPLITS_DEBUG ON)
endif()

function(baresock_harden target)
  # The bytes do not depend on the places of the checkout and the build directory.
  target_compile_options(${target} PRIVATE
    "-ffile-prefix-map=${CMAKE_SOURCE_DIR}=native" "-ffile-prefix-map=${CMAKE_BINARY_DIR}=build" "-ffile-prefix-map=${JAVA_INCLUDE_PATH}=jdk"
    -fvisibility=hidden -fstack-protector-strong -ffunction-sections -fdata-sections
    $<$<BOOL:${BS_HAVE_NO_PLT}>:-fno-plt> $<$<BOOL:${BS_HAVE_STACK_CLASH}>:-fstack-clash-protection>
    $<$<CONFIG:Release>:-O2>)
  if(BS_SPLITS_DEBUG)
    # Nothing unwinds these frames but debuggers, and they find the tables in the debug information. They were 12 KiB of the library.
    target_compile_options(${target} PRIVATE -g -fno-asynchronous-unwind-tables -fno-unwind-tables)
  endif()
  if(NOT BS_SANITIZE)
    # It needs the optimiser. It would hide faults from the sanitizers.
    target_compile_options(${target} PRIVATE
      $<$<CONFIG:Release>:-U_FORTIFY_SOURCE> $<$<CONFIG:Release>:-D_FORTIFY_SOURCE=2>)
  endif()
endfunction()

function(baresock_harden_link target exports)
  if(APPLE)
    # -fvisibility=hidden hides what is not to be exported. LLVM's linker does not know -x yet.
    target_link_options(${target} PRIVATE LINKER:-dead_strip $<$<AND:$<CONFIG:Release>,$<NOT:$<BOOL:${BS_LD64}>>>:LINKER:-x>)
    set_target_properties(${target} PROPERTIES INSTALL_NAME_DIR "@rpath")
    return()
  endif()
  target_link_options(${target} PRIVATE "LINKER:--version-script,${exports}"
    LINKER:-z,relro LINKER:-z,now LINKER:-z,noexecstack LINKER:--gc-sections LINKER:--build-id=sha1
    $<$<CONFIG:Release>:$<$<NOT:$<BOOL:${BS_SPLITS_DEBUG}>>:LINKER:--strip-all>>)
  if(BS_SPLITS_DEBUG)
    add_custom_command(TARGET ${target} POST_BUILD
      COMMAND "${CMAKE_OBJCOPY}" --only-keep-debug "$<TARGET_FILE:${target}>" "$<TARGET_FILE:${target}>.debug"
      COMMAND "${CMAKE_OBJCOPY}" --strip-all "$<TARGET_FILE:${target}>"
      VERBATIM)
  endif()
  if(NOT BS_SANITIZE)
    target_link_options(${target} PRIVATE LINKER:--no-undefined)
  endif()
  set_target_properties(${target} PROPERTIES LINK_DEPENDS "${exports}")
endfunction()
