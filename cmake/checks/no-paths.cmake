# The library contains no path of the build, so that two builds have the same bytes.
file(STRINGS "${LIBRARY}" strings)
foreach(path "${SOURCES}" "${BINARIES}")
  string(FIND "${strings}" "${path}" at)
  if(NOT at EQUAL -1)
    message(FATAL_ERROR "${LIBRARY} contains ${path}")
  endif()
endforeach()
