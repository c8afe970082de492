# The C sources are as clang-format writes them: .clang-format. To repair: clang-format -i on the files named.
file(GLOB_RECURSE sources "${SOURCES}/include/*.h" "${SOURCES}/src/*.[ch]" "${SOURCES}/test/*.[ch]")
execute_process(COMMAND "${CLANG_FORMAT}" --dry-run -Werror --style=file ${sources} COMMAND_ERROR_IS_FATAL ANY)
