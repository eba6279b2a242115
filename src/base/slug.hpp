// Names for machines, made of names for people.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace qd {

/// Lower-case words joined by hyphens: "Key West — Slip #3" is "key-west-slip-3". Latin letters lose their accents;
/// letters of other scripts are kept as they are, so that no name becomes empty that is made of letters or digits.
[[nodiscard]] std::string slug(std::string_view text);

/// How many single-character edits turn one into the other; `limit` + 1 when it takes more than `limit`.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

/// "did you mean `x`?" with the nearest candidate, or nothing when none is near.
[[nodiscard]] std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace qd
