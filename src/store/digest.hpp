// Fingerprints of files, for the manifest and for telling whether a file is still what git has.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace qd::store {

using Sha256 = std::array<std::uint8_t, 32>;
using Sha1 = std::array<std::uint8_t, 20>;

/// Lower-case hexadecimal digits.
[[nodiscard]] std::string hex(std::span<const std::uint8_t> digest);

/// Keeps what OpenSSL needs from one file to the next: one for each thread.
class Digester {
 public:
  Digester();
  ~Digester();

  [[nodiscard]] Sha256 sha256(std::string_view bytes);
  /// As git names the content of a file.
  [[nodiscard]] Sha1 git_blob(std::string_view bytes);

 private:
  struct Contexts;
  std::unique_ptr<Contexts> contexts_;
};

}  // namespace qd::store
