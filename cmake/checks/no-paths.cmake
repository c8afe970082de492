# The library does not tell where it was built, so that two builds are the same bytes.
file(STRINGS "${LIBRARY}" strings)
foreach(path "${SOURCES}" "${BINARIES}")
  string(FIND "${strings}" "${path}" at)
  if(NOT at EQUAL -1)
    message(FATAL_ERROR "${LIBRARY} contains ${path}")
  endif()
endforeach()
