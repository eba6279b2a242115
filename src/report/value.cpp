#include "report/value.hpp"

#include <algorithm>

namespace qd::report {

struct Value::Later {
  std::function<Value()> make;
  Value made;
};

Value Value::later(std::function<Value()> make) {
  Value value;
  value.later_ = std::make_shared<Later>(Later{std::move(make), {}});
  return value;
}

Value Value::markdown(std::string safe, std::string_view plain) {
  Value value(plain);
  value.safe_ = std::move(safe);
  value.kind_ = Kind::markdown;
  return value;
}

Value Value::object(std::vector<Member> members) {
  Value value;
  value.kind_ = Kind::object;
  value.members_ = std::make_shared<const std::vector<Member>>(std::move(members));
  return value;
}

Value Value::list(std::vector<Value> elements) { return list(std::move(elements), Value()); }

Value Value::list(std::vector<Value> elements, Value shape) {
  Value value;
  value.kind_ = Kind::list;
  value.elements_ = std::make_shared<const std::vector<Value>>(std::move(elements));
  if (shape.kind_ != Kind::absent) value.shape_ = std::make_shared<const Value>(std::move(shape));
  return value;
}

Value Value::none(Value shape) {
  Value value;
  value.shape_ = std::make_shared<const Value>(std::move(shape));
  return value;
}

bool Value::truthy() const {
  switch (kind_) {
    case Kind::absent:
      return false;
    case Kind::boolean:
      return truth_;
    case Kind::text:
    case Kind::markdown:
      return !text_.empty();
    case Kind::list:
      return !elements_->empty();
    case Kind::object:
      return true;
  }
  return false;
}

std::span<const Value> Value::elements() const {
  return elements_ ? std::span<const Value>(*elements_) : std::span<const Value>();
}

std::span<const Value::Member> Value::members() const {
  return members_ ? std::span<const Member>(*members_) : std::span<const Member>();
}

const Value* Value::find(std::string_view name) const {
  const auto all = members();
  const auto found = std::ranges::find(all, name, &Member::name);
  if (found == all.end()) return nullptr;
  Later* const later = found->value.later_.get();
  if (later == nullptr) return &found->value;
  if (later->make) later->made = std::exchange(later->make, nullptr)();
  return &later->made;
}

}  // namespace qd::report
