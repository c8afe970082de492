# baresock_natives(target header): generates natives.c, the header's functions as JNI methods, and adds it to the target. The
# generator is java/generator. Maven calls it for the Java side; here the JDK's compiler compiles it.

set(BS_GENERATOR "${CMAKE_CURRENT_LIST_DIR}/../java/generator/src/main/java/io/baresock/generator")

function(baresock_natives target header)
  find_package(Java 17 REQUIRED COMPONENTS Runtime Development)
  set(natives "${CMAKE_CURRENT_BINARY_DIR}/generated/natives.c")
  set(classes "${CMAKE_CURRENT_BINARY_DIR}/generator")
  file(GLOB sources CONFIGURE_DEPENDS "${BS_GENERATOR}/*.java")
  list(FILTER sources EXCLUDE REGEX "package-info") # the JDK does not have its annotation
  add_custom_command(OUTPUT "${natives}"
    COMMAND "${Java_JAVAC_EXECUTABLE}" -proc:none -d "${classes}" ${sources}
    COMMAND "${Java_JAVA_EXECUTABLE}" -cp "${classes}" io.baresock.generator.Generate abi-c "${header}" "${natives}"
    COMMAND "${CMAKE_COMMAND}" -E touch "${natives}"
    DEPENDS "${header}" ${sources}
    COMMENT "Generating the JNI methods" VERBATIM)
  target_sources(${target} PRIVATE "${natives}")
endfunction()
