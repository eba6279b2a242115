// The data of a template: text, truth, lists and objects.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qd::report {

/// Cheap to copy: lists and objects are shared and never change. For one thread at a time.
class Value {
 public:
  enum class Kind : std::uint8_t { absent, boolean, text, markdown, list, object };
  struct Member;

  Value() = default;  ///< known by name, and there is none: prints nothing and is false
  Value(std::string text) : text_(std::move(text)), kind_(Kind::text) {}  // NOLINT(google-explicit-constructor)
  Value(std::string_view text) : Value(std::string(text)) {}              // NOLINT(google-explicit-constructor)
  Value(const char* text) : Value(std::string(text)) {}                   // NOLINT(google-explicit-constructor)
  Value(bool truth) : kind_(Kind::boolean), truth_(truth) {}              // NOLINT(google-explicit-constructor)

  /// `safe` is Markdown made by the engine itself: {{{name}}} prints it as it is. {{name}} prints `plain`, escaped as
  /// all other text is.
  [[nodiscard]] static Value markdown(std::string safe, std::string_view plain);
  [[nodiscard]] static Value number(std::size_t n) { return {std::to_string(n)}; }
  [[nodiscard]] static Value object(std::vector<Member> members);
  /// `shape` is what an element looks like: with it the names inside a section are checked also when the list is empty.
  [[nodiscard]] static Value list(std::vector<Value> elements, Value shape);
  [[nodiscard]] static Value list(std::vector<Value> elements);
  /// There is no such object now; its names are still checked.
  [[nodiscard]] static Value none(Value shape);
  /// A member that is made when a template first names it: a report shows little of what could be said.
  [[nodiscard]] static Value later(std::function<Value()> make);

  [[nodiscard]] Kind kind() const { return kind_; }
  /// False for absent, false, empty text and the empty list.
  [[nodiscard]] bool truthy() const;
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] const std::string& safe_markdown() const { return safe_; }  ///< of kind markdown
  [[nodiscard]] std::span<const Value> elements() const;
  [[nodiscard]] std::span<const Member> members() const;
  /// A member; nothing if this is no object. Makes it if that is still to be done.
  [[nodiscard]] const Value* find(std::string_view name) const;
  [[nodiscard]] const Value* shape() const { return shape_.get(); }

 private:
  struct Later;

  std::string text_;
  std::string safe_;
  std::shared_ptr<const std::vector<Value>> elements_;
  std::shared_ptr<const std::vector<Member>> members_;
  std::shared_ptr<const Value> shape_;
  std::shared_ptr<Later> later_;
  Kind kind_ = Kind::absent;
  bool truth_ = false;
};

struct Value::Member {
  std::string name;
  Value value;  ///< maybe still to be made: see find
};

}  // namespace qd::report
