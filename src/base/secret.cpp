#include "base/secret.hpp"

#include <cstring>

namespace qd {

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe();
    value_ = std::move(other.value_);
    other.wipe();
  }
  return *this;
}

void Secret::wipe() {
  // explicit_bzero, unlike memset, is not removed as a dead store. The whole capacity: a move can leave bytes there.
  value_.resize(value_.capacity());
  explicit_bzero(value_.data(), value_.size());
  value_.clear();
}

}  // namespace qd
