// How a function says that the world refused, and how the program says that it broke its own promise.
#pragma once

#include <cstdint>
#include <expected>
#include <source_location>
#include <string>
#include <utility>

namespace qd {

/// A closed set: callers decide by kind, people read `what`.
enum class ErrorKind : std::uint8_t {
  invalid,      ///< what was given cannot be used as it is
  not_found,    ///< the thing named does not exist
  denied,       ///< it exists, and we may not
  io,           ///< the disk, a pipe or a socket failed
  unavailable,  ///< a service did not answer, or says to come back later
  conflict,     ///< somebody else holds it or changed it
  refused,      ///< the gate refused to let bytes out
};

struct Error {
  ErrorKind kind = ErrorKind::invalid;
  std::string what;  ///< "what happened, where; what to do", one sentence, no final full stop
};

/// GCC 12's `std::expected` is not `[[nodiscard]]`: mark every function that returns one.
template <class T>
using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> fail(ErrorKind kind, std::string what) {
  return std::unexpected(Error{kind, std::move(what)});
}

/// Ends the process with a message. For what cannot happen unless the program is wrong, never for bad input.
[[noreturn]] void broken_promise(const char* what, std::source_location where = std::source_location::current());

inline void ensure(bool holds, const char* what, std::source_location where = std::source_location::current()) {
  if (!holds) [[unlikely]]
    broken_promise(what, where);
}

}  // namespace qd
