#include "base/result.hpp"

#include <cstdio>
#include <cstdlib>

namespace qd {

void broken_promise(const char* what, std::source_location where) {
  std::fprintf(stderr, "quarterdeck: internal error at %s:%u: %s\nThis is a bug in Quarterdeck; please report it.\n",
               where.file_name(), static_cast<unsigned>(where.line()), what);
  std::abort();
}

}  // namespace qd
