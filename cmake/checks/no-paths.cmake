# The library and its debug information contain no path of the build, so that two builds have the same bytes.
foreach(file "${LIBRARY}" "${DEBUG}")
  if(NOT EXISTS "${file}")
    continue() # no separate debug information
  endif()
  file(STRINGS "${file}" strings)
  foreach(path "${SOURCES}" "${BINARIES}" "${JDK}")
    string(FIND "${strings}" "${path}" at)
    if(path AND NOT at EQUAL -1)
      message(FATAL_ERROR "${file} contains ${path}")
    endif()
  endforeach()
endforeach()
