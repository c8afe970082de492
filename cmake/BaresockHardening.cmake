# baresock_harden(target): how shipped code is compiled. baresock_harden_link(target): how the library is linked.

include(CheckCCompilerFlag)

check_c_compiler_flag(-fno-plt BS_HAVE_NO_PLT)
check_c_compiler_flag(-fstack-clash-protection BS_HAVE_STACK_CLASH)

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
    target_link_options(${target} PRIVATE "LINKER:-exported_symbols_list,${exports}.txt" LINKER:-dead_strip
      $<$<CONFIG:Release>:LINKER:-x>)
    set_target_properties(${target} PROPERTIES LINK_DEPENDS "${exports}.txt" INSTALL_NAME_DIR "@rpath")
    return()
  endif()
  target_link_options(${target} PRIVATE "LINKER:--version-script,${exports}.map"
    LINKER:-z,relro LINKER:-z,now LINKER:-z,noexecstack LINKER:--gc-sections LINKER:--build-id=sha1
    $<$<CONFIG:Release>:LINKER:--strip-all>)
  if(NOT BS_SANITIZE)
    target_link_options(${target} PRIVATE LINKER:--no-undefined)
  endif()
  set_target_properties(${target} PROPERTIES LINK_DEPENDS "${exports}.map")
endfunction()
