# The C sources have the format of clang-format 14 with .clang-format. To repair one: clang-format-14 -i FILE.
file(GLOB_RECURSE sources "${SOURCES}/include/*.h" "${SOURCES}/src/*.[ch]" "${SOURCES}/test/*.[ch]")
execute_process(COMMAND "${CLANG_FORMAT}" --dry-run -Werror --style=file ${sources} COMMAND_ERROR_IS_FATAL ANY)
