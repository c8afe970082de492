# baresock_sanitize(target): instruments the target with BS_SANITIZE, such as -DBS_SANITIZE=address,undefined.

set(BS_SANITIZE "" CACHE STRING "Sanitizers, comma-separated, as -fsanitize= takes them")

function(baresock_sanitize target)
  if(BS_SANITIZE)
    target_compile_options(${target} PRIVATE
      -fsanitize=${BS_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(${target} PUBLIC -fsanitize=${BS_SANITIZE})
  endif()
endfunction()
