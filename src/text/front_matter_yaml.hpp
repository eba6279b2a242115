// Front matter by libfyaml: all of YAML that is no simple line.
#pragma once

#include "text/front_matter.hpp"

struct fy_diag;
struct fy_document;
struct fy_node;
struct fy_token;

namespace qd::text {

class FrontMatterYaml {
 public:
  FrontMatterYaml(FrontMatterReader& out, const FrontMatterSpan& span) : out_(out), span_(span) {}

  /// False, with a diagnostic, when it is no YAML or no mapping.
  bool read();

 private:
  void read_mapping(fy_node* mapping);
  void read_value(fy_node* node, bool in_list);
  bool complain_of_syntax(fy_diag* collected);
  void complain_of_node(fy_node* node, std::string_view code, std::string message, std::string hint);
  [[nodiscard]] std::string_view kept(fy_node* scalar);
  [[nodiscard]] std::size_t begin_of(fy_node* node) const;
  [[nodiscard]] std::size_t end_of(fy_node* node) const;

  FrontMatterReader& out_;
  FrontMatterSpan span_;
};

}  // namespace qd::text
