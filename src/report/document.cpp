#include "report/document.hpp"

#include <md4c.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "report/fence.hpp"
#include "report/link_ref.hpp"
#include "text/entities.hpp"

namespace qd::report {

std::vector<std::size_t> Document::children(std::size_t parent) const {
  std::vector<std::size_t> out;
  for (std::size_t i = parent + 1; i < nodes_[parent].end; i = nodes_[i].end) out.push_back(i);
  return out;
}

std::string Document::plain_text(std::size_t node) const {
  std::string out;
  for (std::size_t i = node; i < nodes_[node].end; ++i) {
    const NodeKind kind = nodes_[i].kind;
    if (kind == NodeKind::text || kind == NodeKind::code_span) out += nodes_[i].text;
    if (kind == NodeKind::line_break) out += ' ';
  }
  return out;
}

namespace {

constexpr std::size_t kDeepest = 100;
constexpr std::string_view kSpark = "qd-spark:";

std::string attribute_text(const MD_ATTRIBUTE& attribute) {
  std::string out;
  for (unsigned i = 0; attribute.size > 0 && attribute.substr_offsets[i] < attribute.size; ++i) {
    const std::string_view part(attribute.text + attribute.substr_offsets[i],
                                attribute.substr_offsets[i + 1] - attribute.substr_offsets[i]);
    if (attribute.substr_types[i] == MD_TEXT_ENTITY) {
      text::append_entity(out, part);
    } else {
      out += part;
    }
  }
  return out;
}

/// Empty for a link that must not be one: a script, a file, an address inside the page's own site.
std::string link_target(std::string_view href) {
  std::string scheme;
  for (const char c : href.substr(0, kSpark.size()))
    scheme += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (scheme == kSpark) return scheme.append(href.substr(kSpark.size()));
  const bool clean = std::ranges::none_of(href, [](char c) { return static_cast<unsigned char>(c) <= 0x20; });
  if (!clean) return {};
  if (scheme.starts_with("qd:")) return "qd:" + decode_ref(href.substr(3));
  const bool allowed = scheme.starts_with("http://") || scheme.starts_with("https://") ||
                       scheme.starts_with("mailto:") || href.starts_with('#');
  return allowed ? std::string(href) : std::string();
}

/// "Trend of Burn: up $1.2K since 19 Feb": the change as the row shows it, for a picture's words may hold no figure
/// that the text does not.
std::string trend_words(std::string_view label, std::string_view change) {
  std::string out = "Trend of ";
  out += label;
  if (!change.empty()) out.append(": ").append(change);
  return out;
}

}  // namespace

/// Takes md4c's events, which come in the order of the document.
class DocumentBuilder {
 public:
  Document run(std::string_view markdown) {
    open(NodeKind::document);
    MD_PARSER parser{};
    parser.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS;
    parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* self) {
      return of(self).enter_block(type, detail), 0;
    };
    parser.leave_block = [](MD_BLOCKTYPE type, void*, void* self) { return of(self).leave_block(type), 0; };
    parser.enter_span = [](MD_SPANTYPE type, void* detail, void* self) { return of(self).enter_span(type, detail), 0; };
    parser.leave_span = [](MD_SPANTYPE, void*, void* self) { return of(self).leave_span(), 0; };
    parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* self) {
      return of(self).add_text(type, {text, size}), 0;
    };
    md_parse(markdown.data(), static_cast<MD_SIZE>(markdown.size()), &parser, this);
    while (!open_.empty()) close();
    return std::move(out_);
  }

 private:
  static constexpr std::size_t kNoNode = ~std::size_t{0};
  static DocumentBuilder& of(void* self) { return *static_cast<DocumentBuilder*>(self); }

  Node& open(NodeKind kind) {
    text_continues_ = false;
    if (open_.size() > kDeepest) {
      open_.push_back(kNoNode);
      return ignored_ = Node{};
    }
    open_.push_back(out_.nodes_.size());
    out_.nodes_.emplace_back();
    out_.nodes_.back().kind = kind;
    return out_.nodes_.back();
  }

  void open_nothing() { open_.push_back(kNoNode); }

  void close() {
    text_continues_ = false;
    if (open_.back() != kNoNode) out_.nodes_[open_.back()].end = static_cast<std::uint32_t>(out_.nodes_.size());
    open_.pop_back();
  }

  void enter_block(MD_BLOCKTYPE type, void* detail) {
    switch (type) {
      case MD_BLOCK_DOC:
      case MD_BLOCK_THEAD:
      case MD_BLOCK_TBODY:
        header_ = type == MD_BLOCK_THEAD;
        return open_nothing();
      case MD_BLOCK_QUOTE:
        open(NodeKind::quote);
        return;
      case MD_BLOCK_UL:
        open(NodeKind::list);
        return;
      case MD_BLOCK_OL: {
        Node& list = open(NodeKind::list);
        list.ordered = true;
        list.start = static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start;
        return;
      }
      case MD_BLOCK_LI:
        open(NodeKind::item);
        return;
      case MD_BLOCK_HR:
        open(NodeKind::rule);
        return;
      case MD_BLOCK_H:
        open(NodeKind::heading).level = static_cast<std::uint8_t>(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level);
        return;
      case MD_BLOCK_CODE: {
        Node& code = open(NodeKind::code);
        code.target = attribute_text(static_cast<MD_BLOCK_CODE_DETAIL*>(detail)->info);
        return;
      }
      case MD_BLOCK_HTML:
      case MD_BLOCK_P:
        open(NodeKind::paragraph);
        return;
      case MD_BLOCK_TABLE:
        open(NodeKind::table);
        return;
      case MD_BLOCK_TR:
        open(NodeKind::row).header = header_;
        return;
      case MD_BLOCK_TH:
      case MD_BLOCK_TD: {
        Node& cell = open(NodeKind::cell);
        cell.header = type == MD_BLOCK_TH;
        cell.align = static_cast<Align>(static_cast<MD_BLOCK_TD_DETAIL*>(detail)->align);
        return;
      }
    }
  }

  void leave_block(MD_BLOCKTYPE type) {
    if (type == MD_BLOCK_CODE && open_.back() != kNoNode) expand_fence(open_.back());
    close();
  }

  void enter_span(MD_SPANTYPE type, void* detail) {
    switch (type) {
      case MD_SPAN_EM:
        open(NodeKind::emphasis);
        return;
      case MD_SPAN_STRONG:
        open(NodeKind::strong);
        return;
      case MD_SPAN_DEL:
        open(NodeKind::strike);
        return;
      case MD_SPAN_CODE:
        open(NodeKind::code_span);
        return;
      case MD_SPAN_A: {
        std::string target = link_target(attribute_text(static_cast<MD_SPAN_A_DETAIL*>(detail)->href));
        if (target.empty()) return open_nothing();
        const bool spark = target.starts_with(kSpark);
        open(spark ? NodeKind::spark : NodeKind::link).target = spark ? target.substr(kSpark.size()) : target;
        return;
      }
      default:
        return open_nothing();  // of a picture its words are kept
    }
  }

  /// A spark's words say what it shows: they are no text of the report.
  void leave_span() {
    const std::size_t index = open_.back();
    if (index != kNoNode && out_.nodes_[index].kind == NodeKind::spark) {
      out_.nodes_[index].end = static_cast<std::uint32_t>(out_.nodes_.size());
      std::string words = out_.plain_text(index);
      out_.nodes_.resize(index + 1);
      out_.nodes_[index].text = std::move(words);
    }
    close();
  }

  void add_text(MD_TEXTTYPE type, std::string_view text) {
    switch (type) {
      case MD_TEXT_BR:
        return add_leaf(NodeKind::line_break, {});
      case MD_TEXT_SOFTBR:
        return append(" ");
      case MD_TEXT_NULLCHAR:
        return append("\uFFFD");
      case MD_TEXT_ENTITY: {
        std::string decoded;
        text::append_entity(decoded, text);
        return append(decoded);
      }
      default:
        return append(text);
    }
  }

  void append(std::string_view text) {
    const std::size_t parent = open_.back();
    if (parent != kNoNode) {
      Node& node = out_.nodes_[parent];
      if (node.kind == NodeKind::code || node.kind == NodeKind::code_span) {
        node.text += text;
        return;
      }
    }
    if (text_continues_) {
      out_.nodes_.back().text += text;
    } else {
      add_leaf(NodeKind::text, text);
      text_continues_ = true;
    }
  }

  void add_leaf(NodeKind kind, std::string_view text) {
    text_continues_ = false;
    Node& node = out_.nodes_.emplace_back();
    node.kind = kind;
    node.text = text;
    node.end = static_cast<std::uint32_t>(out_.nodes_.size());
  }

  /// Turns a code block whose language is "chart" or "figures" into rows and cells.
  void expand_fence(std::size_t index) {
    const std::string info = out_.nodes_[index].target;
    const std::size_t gap = std::min(info.find(' '), info.size());
    const std::string_view language = std::string_view(info).substr(0, gap);
    const std::string_view rest = trimmed(std::string_view(info).substr(gap));
    if (language != "chart" && language != "figures") {
      out_.nodes_[index].target = language;
      return;
    }
    const std::string lines = std::exchange(out_.nodes_[index].text, {});
    Node& node = out_.nodes_[index];
    node.kind = language == "chart" ? NodeKind::chart : NodeKind::figures;
    node.target.clear();
    node.text = rest;
    if (node.kind == NodeKind::chart) {
      const std::size_t sort_end = std::min(rest.find(' '), rest.size());
      node.target = rest.substr(0, sort_end);
      node.text = trimmed(rest.substr(sort_end));
    }
    const bool table = node.target == "lines" || node.target == "heat";
    bool first = true;
    for (const FenceRow& row : fence_rows(lines)) {
      if (table) {
        add_table_row(row.cells, first && row.cells.size() > 1 && row.cells.front().empty());
      } else if (!row.ruled) {  // names of columns say nothing in these
        add_fence_row(row.cells, language == "chart" ? NodeKind::chart : NodeKind::figures);
      }
      first = false;
    }
  }

  void add_table_row(const std::vector<std::string>& cells, bool header) {
    open(NodeKind::row).header = header;
    for (const std::string& words : cells) {
      open(NodeKind::cell).header = header;
      if (!words.empty()) add_leaf(NodeKind::text, words);
      close();
    }
    close();
  }

  /// Label and value, for figures also the change; then the ref of the explanation, and for figures a spark's points.
  void add_fence_row(const std::vector<std::string>& cells, NodeKind kind) {
    const std::size_t columns = kind == NodeKind::chart ? 2 : 3;
    const std::string ref = cells.size() > columns ? cells[columns] : std::string();
    open(NodeKind::row);
    for (std::size_t i = 0; i < columns; ++i) {
      open(NodeKind::cell);
      if (i == 1 && !ref.empty()) open(NodeKind::link).target = "qd:" + ref;
      if (i < cells.size() && !cells[i].empty()) add_leaf(NodeKind::text, cells[i]);
      if (i == 1 && !ref.empty()) close();
      close();
    }
    if (kind == NodeKind::figures && cells.size() > 4 && !cells[4].empty()) {
      open(NodeKind::cell);
      add_leaf(NodeKind::spark, trend_words(cells[0], cells[2]));
      out_.nodes_.back().target = cells[4];
      close();
    }
    close();
  }

  Document out_;
  std::vector<std::size_t> open_;
  Node ignored_;
  bool header_ = false;
  bool text_continues_ = false;  // the last node is text of the innermost open node
};

Document parse_document(std::string_view markdown) { return DocumentBuilder().run(markdown); }

}  // namespace qd::report
