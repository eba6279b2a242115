#include "base/secret.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <concepts>
#include <functional>
#include <ostream>
#include <type_traits>

#include "base/json_writer.hpp"

namespace qd {
namespace {

// What must not compile. Each concept is shown to hold for a string, so that none is true for want of a right question.
template <class T>
concept Printable = requires(std::ostream& out, const T& value) { out << value; };
template <class T>
concept Formattable = fmt::is_formattable<T>::value;
template <class T>
concept Comparable = requires(const T& a, const T& b) { a == b; };
template <class T>
concept Ordered = requires(const T& a, const T& b) { a < b; };
template <class T>
concept Hashable = requires(const T& value) { std::hash<T>()(value); };
template <class T>
concept Joinable = requires(const T& value, std::string text) { text += value; };
template <class T>
concept Viewable = std::convertible_to<const T&, std::string_view> || std::convertible_to<const T&, std::string>;
template <class T>
concept WritableAsJson = requires(JsonWriter& json, const T& value) { json.value(value); };

template <class T>
concept Showable = Printable<T> || Formattable<T> || Comparable<T> || Ordered<T> || Hashable<T> || Joinable<T> ||
                   Viewable<T> || WritableAsJson<T>;

static_assert(Printable<std::string> && Formattable<std::string> && Comparable<std::string> && Ordered<std::string> &&
              Hashable<std::string> && Joinable<std::string> && Viewable<std::string> && WritableAsJson<std::string>);
static_assert(!Showable<Secret>);
static_assert(!std::copyable<Secret> && !std::is_copy_constructible_v<Secret> && !std::is_copy_assignable_v<Secret>);
static_assert(std::movable<Secret>);
static_assert(!std::convertible_to<std::string, Secret>, "becoming a secret is said");

TEST(Secret, ShowsItsValueOnlyByName) {
  const Secret secret(std::string("hunter2"));
  EXPECT_EQ(secret.reveal(), "hunter2");
  EXPECT_FALSE(secret.empty());
  EXPECT_TRUE(Secret().empty());
}

TEST(Secret, MovingLeavesNothingBehind) {
  Secret first(std::string("hunter2"));
  Secret second(std::move(first));
  EXPECT_EQ(second.reveal(), "hunter2");
  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): that is the question
  Secret third(std::string("other"));
  third = std::move(second);
  EXPECT_EQ(third.reveal(), "hunter2");
  EXPECT_TRUE(second.empty());  // NOLINT(bugprone-use-after-move)
  Secret& itself = third;
  third = std::move(itself);
  EXPECT_EQ(third.reveal(), "hunter2");
}

TEST(Secret, OverwritesTheBytesOfAShortValueWhenItDies) {
  // A short string lies inside the object, so the bytes can be looked at while their storage is still ours.
  alignas(Secret) unsigned char storage[sizeof(Secret)];
  auto* const secret = new (storage) Secret(std::string("hunter2"));
  const auto holds = [&] {
    return std::string_view(reinterpret_cast<const char*>(storage), sizeof storage).find("hunter2") !=
           std::string_view::npos;
  };
  EXPECT_TRUE(holds());
  const Secret moved(std::move(*secret));
  EXPECT_FALSE(holds());
  secret->~Secret();
  EXPECT_FALSE(holds());
}

}  // namespace
}  // namespace qd
