# baresock_warnings(target): turns on the warnings that no translation unit may have.

option(BS_WERROR "Warnings are errors" OFF)

function(baresock_warnings target)
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2
    $<$<BOOL:${BS_WERROR}>:-Werror>)
endfunction()
