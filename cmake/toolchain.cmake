# Compiler settings that hold for every target, and the tools that make building faster when they are there.

set(QD_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Werror
                -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # libstdc++ 12 uses its own deprecated buffer inside std::stable_sort.
  list(APPEND QD_WARNINGS -Wno-deprecated-declarations)
else()
  # GCC 12 reports these of its own std::string and std::optional when it optimises; clang and the sanitizers look for
  # the real ones.
  list(APPEND QD_WARNINGS -Wno-array-bounds -Wno-restrict -Wno-maybe-uninitialized -Wno-stringop-overflow)
endif()

# ccache believes a precompiled header only when told that its defines and times may be trusted.
find_program(QD_CCACHE ccache)
if(QD_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${QD_CCACHE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    add_compile_options("SHELL:-Xclang -fno-pch-timestamp")
  else()
    add_compile_options(-fpch-preprocess)
  endif()
endif()

find_program(QD_MOLD mold)
if(QD_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

if(QD_SANITIZE)
  add_compile_options(-fsanitize=${QD_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${QD_SANITIZE})
endif()

# One name for a source file wherever the checkout lies: binaries carry no path of the machine that built them.
add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)
