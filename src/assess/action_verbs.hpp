// Verbs that begin actions, and their forms.
#pragma once

#include <string>
#include <string_view>

namespace qd::assess {

/// "publish" of "publishing" and "published", "organize" of "organising"; the word itself if no known verb has the
/// form. `word` is in lower case.
[[nodiscard]] std::string_view base_of_verb(std::string_view word);

/// Whether the two words together are a verb that is also written as one: "set up", "follow up".
[[nodiscard]] bool is_split_verb(std::string_view first, std::string_view second);

}  // namespace qd::assess
