# baresock_harden(target): how shipped code is compiled. baresock_harden_link(target): how the library is linked.

include(CheckCCompilerFlag)

# clang only warns of a flag that does nothing for the target.
set(CMAKE_REQUIRED_FLAGS -Werror)
check_c_compiler_flag(-fno-plt BS_HAVE_NO_PLT)
check_c_compiler_flag(-fstack-clash-protection BS_HAVE_STACK_CLASH)
unset(CMAKE_REQUIRED_FLAGS)

function(baresock_harden target)
  # The bytes do not depend on the places of the checkout and the build directory.
  target_compile_options(${target} PRIVATE
    "-ffile-prefix-map=${CMAKE_SOURCE_DIR}=native" "-ffile-prefix-map=${CMAKE_BINARY_DIR}=build"
    -fvisibility=hidden -fstack-protector-strong -ffunction-sections -fdata-sections
    $<$<BOOL:${BS_HAVE_NO_PLT}>:-fno-plt> $<$<BOOL:${BS_HAVE_STACK_CLASH}>:-fstack-clash-protection>
    $<$<CONFIG:Release>:-O2>)
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
    $<$<CONFIG:Release>:LINKER:--strip-all>)
  if(NOT BS_SANITIZE)
    target_link_options(${target} PRIVATE LINKER:--no-undefined)
  endif()
  set_target_properties(${target} PROPERTIES LINK_DEPENDS "${exports}")
endfunction()
