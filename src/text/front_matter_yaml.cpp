#include "text/front_matter_yaml.hpp"

#include <libfyaml.h>

#include <algorithm>
#include <memory>

namespace qd::text {

namespace {

template <auto Function>
struct Deleter {
  template <class T>
  void operator()(T* pointer) const {
    Function(pointer);
  }
};

/// libfyaml writes to stderr, even when it is told to be quiet, unless its messages go somewhere else.
using Diag = std::unique_ptr<fy_diag, Deleter<fy_diag_destroy>>;
using Document = std::unique_ptr<fy_document, Deleter<fy_document_destroy>>;

Diag silent_diag() {
  fy_diag_cfg config;
  fy_diag_cfg_default(&config);
  config.fp = nullptr;
  config.output_fn = [](fy_diag*, void*, const char*, std::size_t) {};
  Diag diag(fy_diag_create(&config));
  if (diag) fy_diag_set_collect_errors(diag.get(), true);
  return diag;
}

/// Null stands for no value, but only where it is written without quotes.
bool is_null(fy_node* node, std::string_view text) {
  if (node == nullptr) return true;
  if (fy_node_get_style(node) != FYNS_PLAIN) return false;
  return text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL";
}

}  // namespace

bool FrontMatterYaml::read() {
  const std::string_view yaml = out_.source_->text().substr(span_.begin, span_.end - span_.begin);
  const Diag diag = silent_diag();
  fy_parse_cfg config{};
  config.flags = static_cast<fy_parse_cfg_flags>(FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_ALLOW_DUPLICATE_KEYS |
                                                 FYPCF_DEFAULT_VERSION_1_2);
  config.diag = diag.get();
  const Document document(fy_document_build_from_string(&config, yaml.data(), yaml.size()));
  if (!document) return !complain_of_syntax(diag.get());
  fy_node* const root = fy_document_root(document.get());
  if (root == nullptr) return true;
  if (!fy_node_is_mapping(root)) {
    complain_of_node(root, "front-matter-syntax", "front matter is `key: value` lines, and this is none", {});
    return false;
  }
  read_mapping(root);
  return true;
}

void FrontMatterYaml::read_mapping(fy_node* mapping) {
  void* position = nullptr;
  while (fy_node_pair* pair = fy_node_mapping_iterate(mapping, &position)) {
    fy_node* const key = fy_node_pair_key(pair);
    fy_node* const value = fy_node_pair_value(pair);
    if (key == nullptr || !fy_node_is_scalar(key) || fy_node_is_alias(key)) {
      complain_of_node(key != nullptr ? key : mapping, "front-matter-nested", "a key must be a word", {});
      continue;
    }
    if (!out_.add_key(kept(key), begin_of(key), end_of(key)) || value == nullptr) continue;
    if (!fy_node_is_sequence(value)) {
      read_value(value, false);
      continue;
    }
    out_.entries_.back().list = true;
    void* at = nullptr;
    while (fy_node* const item = fy_node_sequence_iterate(value, &at)) read_value(item, true);
  }
}

void FrontMatterYaml::read_value(fy_node* node, bool in_list) {
  if (fy_node_is_alias(node)) {
    complain_of_node(node, "front-matter-alias", "a reference to another value is not followed", "write the value");
  } else if (!fy_node_is_scalar(node)) {
    complain_of_node(node, "front-matter-nested", "a value inside another is not read",
                     in_list ? "write a list of words" : "write `key: value` without indentation");
  } else if (const std::string_view text = kept(node); !is_null(node, text)) {
    out_.add_value(text, begin_of(node), end_of(node));
  }
}

/// The library's text dies with its document.
std::string_view FrontMatterYaml::kept(fy_node* scalar) {
  std::size_t length = 0;
  const char* const data = fy_node_get_scalar(scalar, &length);
  const std::string_view text = data == nullptr ? std::string_view() : std::string_view(data, length);
  return out_.texts_.emplace_back(text);
}

std::size_t FrontMatterYaml::begin_of(fy_node* node) const {
  fy_token* const token = fy_node_get_scalar_token(node);
  const fy_mark* const mark = token == nullptr ? nullptr : fy_token_start_mark(token);
  return mark == nullptr ? span_.begin : std::min(span_.begin + mark->input_pos, span_.end);
}

std::size_t FrontMatterYaml::end_of(fy_node* node) const {
  fy_token* const token = fy_node_get_scalar_token(node);
  const fy_mark* const mark = token == nullptr ? nullptr : fy_token_end_mark(token);
  return mark == nullptr ? span_.begin : std::min(span_.begin + mark->input_pos, span_.end);
}

/// False when there is nothing to complain of: comments alone make no document either.
bool FrontMatterYaml::complain_of_syntax(fy_diag* collected) {
  void* position = nullptr;
  const fy_diag_error* const error = collected == nullptr ? nullptr : fy_diag_errors_iterate(collected, &position);
  if (error == nullptr) return false;
  const std::uint32_t first = out_.source_->line_of(span_.begin);
  const std::uint32_t last = std::max(first, out_.source_->line_of(span_.end));
  const Position at{std::min(first + static_cast<std::uint32_t>(std::max(error->line, 1) - 1), last),
                    static_cast<std::uint32_t>(std::max(error->column, 1)), 0};
  std::string message = "this front matter is no YAML";
  if (error->msg != nullptr) message += std::string(": ") + error->msg;
  out_.complain(Severity::error, "front-matter-syntax", message, at, "quote values that hold `: ` or ` #`");
  return true;
}

void FrontMatterYaml::complain_of_node(fy_node* node, std::string_view code, std::string message, std::string hint) {
  const std::size_t begin = begin_of(node);
  Position at = out_.source_->position(begin, std::max(begin, end_of(node)));
  // A collection has no token of its own; the key it belongs to is the place that the author looks for.
  if (fy_node_get_scalar_token(node) == nullptr && !out_.entries_.empty()) at = out_.entries_.back().at;
  out_.complain(Severity::warning, code, std::move(message), at, std::move(hint));
}

}  // namespace qd::text
