// A trend as a word of block characters: "▁▂▂▅█", a dot where nothing is known.
#pragma once

#include <string>

#include "assess/trend.hpp"

namespace qd::render {

/// Empty when the trend is not known.
[[nodiscard]] std::string spark(const assess::Trend& trend);

}  // namespace qd::render
