#include "report/mustache_tags.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/utf8.hpp"

namespace qd::report {

namespace {

constexpr std::size_t kDeepestSection = 64;
constexpr std::size_t kMostComplaints = 20;

bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

/// One pass over the source. A tag that stands alone on its line takes the line with it, as the specification wants.
class TemplateCompiler {
 public:
  TemplateCompiler(Template::Compiled& out, Diagnostics& diagnostics)
      : out_(out), source_(out.source), diagnostics_(diagnostics) {}

  void run() {
    while (at_ < source_.size()) {
      const std::size_t open = source_.find(open_, at_);
      if (open == std::string_view::npos) break;
      add_text(source_.substr(at_, open - at_));
      if (!read_tag(open)) {
        at_ = open;
        break;
      }
    }
    if (at_ < source_.size()) add_text(source_.substr(at_));
    for (; !sections_.empty(); sections_.pop_back()) {
      Template::Tag& section = out_.tags[sections_.back()];
      section.end = out_.tags.size();
      complain(section.offset, section.text.size(), "template-open-section",
               fmt::format("section `{}` is not closed", section.text),
               fmt::format("write {{{{/{}}}}} after it", section.text));
    }
  }

 private:
  using Tag = Template::Tag;

  void complain(std::size_t offset, std::size_t length, std::string_view code, std::string message,
                std::string hint = {}) {
    // Each place is looked for from the start of the source: a source that is all mistakes must not take forever.
    if (complaints_++ < kMostComplaints)
      diagnostics_.push_back(out_.problem(offset, length, code, std::move(message), std::move(hint)));
  }

  void add_text(std::string_view text) {
    if (!text.empty()) out_.tags.push_back({Tag::Kind::text, std::string(text), {}, 0, 0});
  }

  /// False when the tag has no end.
  bool read_tag(std::size_t open) {
    std::size_t begin = open + open_.size();
    const char sigil = begin < source_.size() ? source_[begin] : '\0';
    const bool has_sigil = std::string_view("#^/>!=&{").find(sigil) != std::string_view::npos && sigil != '\0';
    std::string closing = close_;
    if (sigil == '{') closing.insert(0, "}");
    if (sigil == '=') closing.insert(0, "=");
    const std::size_t close = source_.find(closing, begin + (has_sigil ? 1 : 0));
    if (close == std::string_view::npos) {
      complain(open, open_.size(), "template-open-tag", "this tag has no end",
               fmt::format("write {} after the name", closing));
      return false;
    }
    if (has_sigil) ++begin;
    const std::string_view name = trimmed(source_.substr(begin, close - begin));
    const std::size_t name_offset = name.empty() ? begin : static_cast<std::size_t>(name.data() - source_.data());
    at_ = close + closing.size();
    std::string indentation;
    if (has_sigil && sigil != '&' && sigil != '{') take_own_line(open, indentation);
    if (sigil == '!') return true;
    if (sigil == '=') {
      set_delimiters(name, name_offset);
    } else if (name.empty()) {
      complain(open, at_ - open, "template-empty-tag", "this tag names nothing");
    } else {
      add_tag(has_sigil ? sigil : '\0', name, name_offset, std::move(indentation));
    }
    return true;
  }

  void add_tag(char sigil, std::string_view name, std::size_t offset, std::string indentation) {
    Tag tag{Tag::Kind::variable, std::string(name), std::move(indentation), 0, offset};
    switch (sigil) {
      case '#':
        tag.kind = Tag::Kind::section;
        break;
      case '^':
        tag.kind = Tag::Kind::inverted;
        break;
      case '>':
        tag.kind = Tag::Kind::partial;
        break;
      case '&':
      case '{':
        tag.kind = Tag::Kind::raw;
        break;
      case '/':
        return close_section(name, offset);
      default:
        break;
    }
    if (sigil == '#' || sigil == '^') {
      if (sections_.size() == kDeepestSection)
        return complain(offset, name.size(), "template-too-deep", "sections are nested too deeply");
      sections_.push_back(out_.tags.size());
    }
    out_.tags.push_back(std::move(tag));
  }

  void close_section(std::string_view name, std::size_t offset) {
    if (sections_.empty())
      return complain(offset, name.size(), "template-close",
                      fmt::format("`{}` is closed, and no section is open", name));
    Tag& section = out_.tags[sections_.back()];
    if (section.text != name)
      complain(offset, name.size(), "template-close",
               fmt::format("`{}` is closed where `{}` is open", name, section.text),
               fmt::format("write {{{{/{}}}}}", section.text));
    section.end = out_.tags.size();
    sections_.pop_back();
  }

  void set_delimiters(std::string_view content, std::size_t offset) {
    const std::size_t gap = content.find_first_of(" \t\r\n");
    const std::string_view open = content.substr(0, gap);
    const std::string_view close = gap == std::string_view::npos ? std::string_view() : trimmed(content.substr(gap));
    const bool usable = !open.empty() && !close.empty() && content.find('=') == std::string_view::npos &&
                        close.find_first_of(" \t\r\n") == std::string_view::npos;
    if (!usable)
      return complain(offset, content.size(), "template-delimiters",
                      "two delimiters are wanted here, and no `=` in them", "write {{=<% %>=}}");
    open_ = open;
    close_ = close;
  }

  /// If nothing but blanks is beside the tag, the blanks before it leave the text (they are a partial's indentation)
  /// and reading goes on after the line's end.
  void take_own_line(std::size_t open, std::string& indentation) {
    std::size_t begin = open;
    while (begin > 0 && is_blank(source_[begin - 1])) --begin;
    if (begin > 0 && source_[begin - 1] != '\n') return;
    std::size_t end = at_;
    while (end < source_.size() && is_blank(source_[end])) ++end;
    if (source_.substr(end).starts_with("\r\n")) {
      end += 2;
    } else if (end < source_.size()) {
      if (source_[end] != '\n') return;
      ++end;
    }
    indentation = source_.substr(begin, open - begin);
    at_ = end;
    if (indentation.empty()) return;
    std::string& text = out_.tags.back().text;
    text.resize(text.size() - indentation.size());
    if (text.empty()) out_.tags.pop_back();
  }

  Template::Compiled& out_;
  std::string_view source_;
  Diagnostics& diagnostics_;
  std::string open_ = "{{";
  std::string close_ = "}}";
  std::size_t at_ = 0;
  std::size_t complaints_ = 0;
  std::vector<std::size_t> sections_;
};

}  // namespace

Diagnostic Template::Compiled::problem(std::size_t offset, std::size_t length, std::string_view code,
                                       std::string message, std::string hint) const {
  const std::size_t line_begin = offset == 0 ? 0 : source.rfind('\n', offset - 1) + 1;
  const std::size_t line_end = std::min(source.find_first_of("\r\n", offset), source.size());
  const std::string_view before(source.data() + line_begin, offset - line_begin);
  const auto line =
      static_cast<std::uint32_t>(std::count(source.begin(), source.begin() + static_cast<long>(line_begin), '\n'));
  const std::size_t shift = std::min(indentation, before.size());
  Diagnostic out{Severity::error, code, std::move(message), file, {}, {}, std::move(hint)};
  out.at.line = first_line + line;
  out.at.column = static_cast<std::uint32_t>(utf8::length(before.substr(shift)) + 1);
  out.at.length = static_cast<std::uint32_t>(utf8::length(std::string_view(source).substr(offset, length)));
  out.line = source.substr(line_begin + shift, std::max(line_end, line_begin + shift) - line_begin - shift);
  return out;
}

void compile_tags(Template::Compiled& out, Diagnostics& diagnostics) { TemplateCompiler(out, diagnostics).run(); }

Template Template::compile(std::string_view source, std::string_view file, Diagnostics& diagnostics,
                           std::uint32_t first_line) {
  auto compiled = std::make_shared<Compiled>();
  compiled->source = source;
  compiled->file = file;
  compiled->first_line = first_line;
  compile_tags(*compiled, diagnostics);
  Template out;
  out.compiled_ = std::move(compiled);
  return out;
}

std::vector<std::string> Template::members_of(std::string_view object) const {
  std::set<std::string, std::less<>> out;
  if (!compiled_) return {};
  for (const Tag& tag : compiled_->tags) {
    std::string_view name = tag.text;
    if (tag.kind == Tag::Kind::text || tag.kind == Tag::Kind::partial || !name.starts_with(object)) continue;
    name.remove_prefix(object.size());
    if (name.starts_with('.')) out.emplace(name.substr(1, name.find('.', 1) - 1));
  }
  return {out.begin(), out.end()};
}

}  // namespace qd::report
