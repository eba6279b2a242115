#include "store/digest.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include "base/result.hpp"

namespace qd::store {

namespace {

template <class T, void (*kFree)(T*)>
struct Freer {
  void operator()(T* object) const { kFree(object); }
};
using Context = std::unique_ptr<EVP_MD_CTX, Freer<EVP_MD_CTX, EVP_MD_CTX_free>>;
using Algorithm = std::unique_ptr<EVP_MD, Freer<EVP_MD, EVP_MD_free>>;

}  // namespace

std::string hex(std::span<const std::uint8_t> digest) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out(2 * digest.size(), '0');
  for (std::size_t i = 0; i < digest.size(); ++i) {
    out[2 * i] = kDigits[digest[i] >> 4];
    out[2 * i + 1] = kDigits[digest[i] & 15];
  }
  return out;
}

struct Digester::Contexts {
  Context context{EVP_MD_CTX_new()};
  // Fetched once: doing it for each small file costs more than the hashing.
  Algorithm sha256{EVP_MD_fetch(nullptr, "SHA256", nullptr)};
  Algorithm sha1{EVP_MD_fetch(nullptr, "SHA1", nullptr)};
};

Digester::Digester() : contexts_(std::make_unique<Contexts>()) {
  ensure(contexts_->context && contexts_->sha256 && contexts_->sha1, "OpenSSL knows SHA-256 and SHA-1");
}

Digester::~Digester() = default;

Sha256 Digester::sha256(std::string_view bytes) {
  Sha256 out{};
  EVP_MD_CTX* const context = contexts_->context.get();
  const bool done = EVP_DigestInit_ex2(context, contexts_->sha256.get(), nullptr) == 1 &&
                    EVP_DigestUpdate(context, bytes.data(), bytes.size()) == 1 &&
                    EVP_DigestFinal_ex(context, out.data(), nullptr) == 1;
  ensure(done, "hashing bytes in memory cannot fail");
  return out;
}

Sha1 Digester::git_blob(std::string_view bytes) {
  Sha1 out{};
  const std::string head = fmt::format("blob {}", bytes.size());
  EVP_MD_CTX* const context = contexts_->context.get();
  const bool done = EVP_DigestInit_ex2(context, contexts_->sha1.get(), nullptr) == 1 &&
                    EVP_DigestUpdate(context, head.c_str(), head.size() + 1) == 1 &&  // with its final NUL
                    EVP_DigestUpdate(context, bytes.data(), bytes.size()) == 1 &&
                    EVP_DigestFinal_ex(context, out.data(), nullptr) == 1;
  ensure(done, "hashing bytes in memory cannot fail");
  return out;
}

}  // namespace qd::store
