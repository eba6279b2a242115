#include "aws/base64.hpp"

#include <openssl/evp.h>

namespace qd::aws {

void append_base64(std::string& out, std::string_view bytes) {
  constexpr std::size_t kStep = std::size_t{3} << 20;  // OpenSSL counts in int; a multiple of 3 needs no padding
  std::size_t at = out.size();
  out.resize(at + (bytes.size() + 2) / 3 * 4 + 1);  // it ends with a NUL
  for (std::size_t from = 0; from < bytes.size(); from += kStep) {
    const std::string_view part = bytes.substr(from, kStep);
    at += static_cast<std::size_t>(EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data() + at),
                                                   reinterpret_cast<const unsigned char*>(part.data()),
                                                   static_cast<int>(part.size())));
  }
  out.resize(at);
}

}  // namespace qd::aws
