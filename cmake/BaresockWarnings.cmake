# baresock_warnings(target): what every translation unit must compile without.

option(BS_WERROR "Warnings are errors" OFF)

function(baresock_warnings target)
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2
    $<$<BOOL:${BS_WERROR}>:-Werror>)
endfunction()
