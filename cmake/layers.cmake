# One static library for each folder of src/, and beside it one test program made of its *_test.cpp files.
# What a layer may include is checked by tools/layers.py; here stands what it links.

# Half of the time of a compilation went into the same dozen headers: they are compiled once, and once more with
# GoogleTest for the tests.
function(qd_precompile target)
  set(source ${CMAKE_BINARY_DIR}/generated/${target}.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "")
  add_library(${target} STATIC ${source})
  target_link_libraries(${target} PRIVATE fmt::fmt ${ARGN})
  target_compile_options(${target} PRIVATE ${QD_WARNINGS})
  target_precompile_headers(${target} PRIVATE <algorithm> <array> <cstdint> <functional> <map> <memory> <optional> <span>
                            <string> <string_view> <unordered_map> <utility> <variant> <vector> <fmt/format.h>)
endfunction()
qd_precompile(common_headers)
if(QD_TESTS)
  qd_precompile(test_headers GTest::gmock)
  target_precompile_headers(test_headers PRIVATE <gmock/gmock.h> <gtest/gtest.h>)
endif()

# PLAIN: a library that it uses wants compiler options under which the common headers would be others.
function(qd_layer name)
  cmake_parse_arguments(arg "PLAIN" "" "USES;PUBLIC;PRIVATE" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp)
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "(_test|/app/main)\\.cpp$")

  if(sources)
    add_library(${name} STATIC ${sources})
    target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(${name} PUBLIC ${arg_USES} ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
    target_compile_options(${name} PRIVATE ${QD_WARNINGS})
    if(NOT arg_PLAIN)
      target_precompile_headers(${name} REUSE_FROM common_headers)
    endif()
  else()
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(${name} INTERFACE ${arg_USES} ${arg_PUBLIC} ${arg_PRIVATE})
  endif()

  if(QD_TESTS AND tests)
    add_executable(${name}_test ${tests})
    target_include_directories(${name}_test PRIVATE ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/tests)
    target_link_libraries(${name}_test PRIVATE ${name} ${arg_PRIVATE} GTest::gmock GTest::gtest_main)
    target_compile_options(${name}_test PRIVATE ${QD_WARNINGS})
    if(NOT arg_PLAIN)
      target_precompile_headers(${name}_test REUSE_FROM test_headers)
    endif()
    target_compile_definitions(${name}_test PRIVATE QD_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    add_test(NAME ${name} COMMAND ${name}_test)
  endif()
endfunction()
