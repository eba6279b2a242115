// manifest.json: what went into a run and what came out, each with its SHA-256.
#pragma once

#include <span>
#include <string>

#include "store/run_archive.hpp"

namespace qd::store {

inline constexpr std::string_view kManifestName = "manifest.json";

[[nodiscard]] std::string manifest_json(const RunManifest& manifest, std::span<const RunFile> files);

}  // namespace qd::store
