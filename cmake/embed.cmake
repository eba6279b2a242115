# Builds the files of some folders into the binary, so that it runs with nothing beside it.
# The generated table is declared in src/app/embedded.hpp: path relative to the source folder, and the bytes.

function(qd_embed target)
  cmake_parse_arguments(arg "" "" "FOLDERS" ${ARGN})
  set(files)
  foreach(folder ${arg_FOLDERS})
    file(GLOB_RECURSE found CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/${folder}/*)
    list(APPEND files ${found})
  endforeach()
  list(FILTER files EXCLUDE REGEX "(^|/)\\.")
  set(generated ${CMAKE_BINARY_DIR}/generated/${target}.cpp)
  list(TRANSFORM files PREPEND ${CMAKE_SOURCE_DIR}/ OUTPUT_VARIABLE paths)
  add_custom_command(
    OUTPUT ${generated}
    COMMAND python3 ${CMAKE_SOURCE_DIR}/tools/embed.py ${generated} ${CMAKE_SOURCE_DIR} ${files}
    DEPENDS ${paths} ${CMAKE_SOURCE_DIR}/tools/embed.py
    VERBATIM)
  add_library(${target} STATIC ${generated})
  target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR}/src)
endfunction()
