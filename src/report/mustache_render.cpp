#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/slug.hpp"
#include "report/mustache_tags.hpp"

namespace qd::report {

namespace {

constexpr std::size_t kDeepestPartial = 32;

}  // namespace

class TemplateRenderer {
 public:
  TemplateRenderer(const Partials& partials, Diagnostics& diagnostics, Escape escape)
      : partials_(partials), diagnostics_(diagnostics), escape_(escape) {}

  std::string run(const Template& source, const Value& data) {
    std::string out;
    stack_.push_back(&data);
    if (source.compiled_) render(*source.compiled_, 0, source.compiled_->tags.size(), out);
    return out;
  }

 private:
  using Tag = Template::Tag;
  using Compiled = Template::Compiled;

  void render(const Compiled& source, std::size_t begin, std::size_t end, std::string& out) {
    for (std::size_t i = begin; i < end; ++i) {
      const Tag& tag = source.tags[i];
      switch (tag.kind) {
        case Tag::Kind::text:
          out += tag.text;
          break;
        case Tag::Kind::variable:
        case Tag::Kind::raw:
          print(source, tag, out);
          break;
        case Tag::Kind::partial:
          render_partial(source, tag, out);
          break;
        case Tag::Kind::section:
        case Tag::Kind::inverted:
          render_section(source, i, out);
          i = std::max(i, tag.end - 1);
          break;
      }
    }
  }

  void print(const Compiled& source, const Tag& tag, std::string& out) {
    const Value* value = look_up(source, tag);
    if (value == nullptr) return;
    const bool raw = tag.kind == Tag::Kind::raw;
    if (raw && value->kind() == Value::Kind::markdown) {
      out += value->safe_markdown();
    } else if (raw && escape_ != escape_markdown) {
      out += value->text();
    } else {
      escape_(out, value->text());
    }
  }

  void render_section(const Compiled& source, std::size_t index, std::string& out) {
    const Tag& tag = source.tags[index];
    const Value* value = look_up(source, tag);
    if (value == nullptr) return;
    const auto body = [&](std::string& to) { render(source, index + 1, tag.end, to); };
    if (tag.kind == Tag::Kind::inverted) {
      return value->truthy() ? check([&](std::string& to) { body(to); }) : body(out);
    }
    if (!value->truthy()) {
      return check([&](std::string& to) { with(value->shape(), [&] { body(to); }); });
    }
    if (value->kind() != Value::Kind::list) return with(value, [&] { body(out); });
    for (const Value& element : value->elements()) with(&element, [&] { body(out); });
  }

  /// Runs what would not be shown for the sake of its names. Once is enough for each place.
  template <class Body>
  void check(Body body) {
    std::string nothing;
    ++checking_;
    body(nothing);
    --checking_;
  }

  template <class Body>
  void with(const Value* context, Body body) {
    if (context == nullptr) return body();
    stack_.push_back(context);
    body();
    stack_.pop_back();
  }

  void render_partial(const Compiled& source, const Tag& tag, std::string& out) {
    const auto found = partials_.find(tag.text);
    if (found == partials_.end()) return complain_of_partial(source, tag);
    const bool entered = std::ranges::find(open_partials_, tag.text) != open_partials_.end();
    if (checking_ > 0 && entered) return;
    if (open_partials_.size() == kDeepestPartial) {
      return complain(source, tag, "template-too-deep", fmt::format("partial `{}` is nested too deeply", tag.text));
    }
    open_partials_.push_back(tag.text);
    const Compiled& partial = indented(found->first, *found->second.compiled_, tag.indentation);
    render(partial, 0, partial.tags.size(), out);
    open_partials_.pop_back();
  }

  /// The specification wants the lines of the partial's source indented, not those of its output.
  const Compiled& indented(const std::string& name, const Compiled& partial, const std::string& indentation) {
    if (indentation.empty()) return partial;
    const auto [place, fresh] = indented_.try_emplace({name, indentation});
    Compiled& out = place->second;
    if (!fresh) return out;
    out.file = partial.file;
    out.first_line = partial.first_line;
    out.indentation = indentation.size();
    for (std::size_t at = 0; at < partial.source.size();) {
      const std::size_t next = std::min(partial.source.find('\n', at), partial.source.size() - 1) + 1;
      out.source += indentation;
      out.source.append(partial.source, at, next - at);
      at = next;
    }
    Diagnostics known;  // said when the partial itself was compiled
    compile_tags(out, known);
    return out;
  }

  /// The first part of a dotted name is looked for in all contexts, innermost first, the others only inside it.
  const Value* look_up(const Compiled& source, const Tag& tag) {
    if (tag.text == ".") return stack_.back();
    std::string_view rest = tag.text;
    const auto next_part = [&rest] {
      const std::size_t dot = rest.find('.');
      const std::string_view part = rest.substr(0, dot);
      rest = dot == std::string_view::npos ? std::string_view() : rest.substr(dot + 1);
      return part;
    };
    const std::string_view first = next_part();
    const Value* value = nullptr;
    for (auto context = stack_.rbegin(); context != stack_.rend() && value == nullptr; ++context)
      value = member(**context, first);
    if (value == nullptr) return complain_of_name(source, tag, {}, first), nullptr;
    while (!rest.empty()) {
      const Value* parent = value;
      const std::string_view part = next_part();
      value = member(*parent, part);
      if (value != nullptr) continue;
      const bool absent = parent->kind() == Value::Kind::absent && parent->shape() == nullptr;
      if (!absent) complain_of_name(source, tag, parent, part);
      return absent ? &kAbsent : nullptr;
    }
    return value;
  }

  /// Of an object that is not there, what its shape says: known, and there is none.
  static const Value* member(const Value& context, std::string_view name) {
    if (const Value* found = context.find(name)) return found;
    if (context.kind() != Value::Kind::absent || context.shape() == nullptr) return nullptr;
    return context.shape()->find(name) == nullptr ? nullptr : &kAbsent;
  }

  void complain_of_name(const Compiled& source, const Tag& tag, const Value* parent, std::string_view part) {
    std::string best;
    std::size_t distance = std::max<std::size_t>(part.size() / 3, 1) + 1;
    const auto consider = [&](const Value& context) {
      const Value& object =
          context.kind() == Value::Kind::absent && context.shape() != nullptr ? *context.shape() : context;
      for (const Value::Member& candidate : object.members()) {
        const std::size_t edits = edit_distance(part, candidate.name, distance - 1);
        if (edits < distance) distance = edits, best = candidate.name;
      }
    };
    if (parent != nullptr) {
      consider(*parent);
    } else {
      for (auto context = stack_.rbegin(); context != stack_.rend(); ++context) consider(**context);
    }
    std::string whole = tag.text;
    whole.replace(static_cast<std::size_t>(part.data() - tag.text.data()), part.size(), best);
    complain(source, tag, "template-unknown-name", fmt::format("the report has nothing called `{}`", tag.text),
             best.empty() ? "docs/role-templates.md lists the names" : fmt::format("did you mean `{}`?", whole));
  }

  void complain_of_partial(const Compiled& source, const Tag& tag) {
    std::string best;
    std::size_t distance = std::max<std::size_t>(tag.text.size() / 3, 1) + 1;
    for (const auto& [name, partial] : partials_) {
      const std::size_t edits = edit_distance(tag.text, name, distance - 1);
      if (edits < distance) distance = edits, best = name;
    }
    complain(
        source, tag, "template-unknown-partial", fmt::format("there is no partial `{}`", tag.text),
        best.empty() ? fmt::format("write it as roles/_{}.md", tag.text) : fmt::format("did you mean `{}`?", best));
  }

  void complain(const Compiled& source, const Tag& tag, std::string_view code, std::string message,
                std::string hint = {}) {
    if (!said_.insert({&source, tag.offset}).second) return;
    diagnostics_.push_back(source.problem(tag.offset, tag.text.size(), code, std::move(message), std::move(hint)));
  }

  static const Value kAbsent;

  const Partials& partials_;
  Diagnostics& diagnostics_;
  Escape escape_;
  int checking_ = 0;
  std::vector<const Value*> stack_;
  std::vector<std::string> open_partials_;
  std::map<std::pair<std::string, std::string>, Compiled> indented_;
  std::set<std::pair<const Compiled*, std::size_t>> said_;
};

const Value TemplateRenderer::kAbsent;

std::string render(const Template& source, const Value& data, const Partials& partials, Diagnostics& diagnostics,
                   Escape escape) {
  return TemplateRenderer(partials, diagnostics, escape).run(source, data);
}

}  // namespace qd::report
