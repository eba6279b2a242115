// A value that must never be shown. Deliberately without an operator to print, format, compare or hash it.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace qd {

/// Owns the bytes and overwrites them when it dies. The one way to the value is `reveal`, so that a search for that
/// word finds every place where a secret is used: signing a request, and the gate that looks for leaks.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}
  Secret(Secret&& other) noexcept : value_(std::move(other.value_)) { other.wipe(); }
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() { wipe(); }

  bool operator==(const Secret&) const = delete;

  [[nodiscard]] bool empty() const { return value_.empty(); }
  [[nodiscard]] std::string_view reveal() const { return value_; }

 private:
  void wipe();

  std::string value_;
};

}  // namespace qd
