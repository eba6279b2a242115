# Compiler settings that hold for every target, and the tools that make building faster when they are there.

set(QD_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Werror
                -Wno-missing-field-initializers)

find_program(QD_CCACHE ccache)
if(QD_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${QD_CCACHE})
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
