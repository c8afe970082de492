# The library has no symbols but those of the dynamic linker and no debug information; that is in DEBUG, which belongs to it. What is
# loaded of it has less than 120 KiB, and the file too where pages have 4 KiB. On aarch64 they may have 64 KiB. What is made read-only
# (RELRO) must end where a page ends, and binutils puts zeros before it for that in the file too, so the file has a little more than 128 KiB.
set(limit 122880)
execute_process(COMMAND "${READELF}" -SlnW "${LIBRARY}" OUTPUT_VARIABLE contents COMMAND_ERROR_IS_FATAL ANY)
foreach(section "\\.symtab" "\\.debug_[a-z]+")
  if(contents MATCHES " ${section} ")
    message(FATAL_ERROR "${LIBRARY} has ${CMAKE_MATCH_0}")
  endif()
endforeach()

string(REGEX MATCHALL " LOAD( +0x[0-9a-f]+)+" segments "${contents}")
set(loaded 0)
foreach(segment IN LISTS segments)
  string(REGEX MATCHALL "0x[0-9a-f]+" numbers "${segment}") # offset, address, address, bytes in the file, bytes in memory
  list(GET numbers 3 bytes)
  math(EXPR loaded "${loaded} + ${bytes}")
endforeach()
file(SIZE "${LIBRARY}" size)
message(STATUS "${loaded} bytes are loaded; the file has ${size}")
if(contents MATCHES " LOAD [^\n]* 0x1000\n" AND size GREATER_EQUAL limit)
  message(FATAL_ERROR "${LIBRARY}: the file has ${size} bytes, the limit is ${limit}")
endif()
if(loaded LESS 1 OR loaded GREATER_EQUAL limit)
  message(FATAL_ERROR "${LIBRARY}: ${loaded} bytes are loaded, the limit is ${limit}")
endif()

execute_process(COMMAND "${READELF}" -SnW "${DEBUG}" OUTPUT_VARIABLE debug COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCH "Build ID: [0-9a-f]+" id "${contents}")
if(NOT id OR NOT debug MATCHES "${id}" OR NOT debug MATCHES " \\.debug_info ")
  message(FATAL_ERROR "${DEBUG} is not the debug information of ${LIBRARY} (${id})")
endif()
