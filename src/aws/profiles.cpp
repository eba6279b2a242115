#include "aws/profiles.hpp"

#include <algorithm>
#include <limits>

#include "text/source_text.hpp"

namespace qd::aws {

namespace {

constexpr std::string_view kBlank = " \t";

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

std::string_view unquoted(std::string_view text) {
  const bool quoted = text.size() >= 2 && text.front() == text.back() && (text.front() == '"' || text.front() == '\'');
  return quoted ? text.substr(1, text.size() - 2) : text;
}

/// "profile  x" with the word "profile" gives "x".
std::string_view after_word(std::string_view header, std::string_view word) {
  if (!header.starts_with(word)) return {};
  header.remove_prefix(word.size());
  return !header.empty() && kBlank.contains(header.front()) ? unquoted(trimmed(header)) : std::string_view();
}

/// A comment within the line begins after a blank. A command is taken as it is: its arguments may hold such signs.
std::string_view without_comment(std::string_view name, std::string_view value) {
  if (name == "credential_process") return value;
  for (std::size_t i = 1; i < value.size(); ++i)
    if ((value[i] == '#' || value[i] == ';') && kBlank.contains(value[i - 1])) return trimmed(value.substr(0, i));
  return value;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string_view find(const std::map<std::string, std::map<std::string, Secret, std::less<>>, std::less<>>& sections,
                      std::string_view section, std::string_view name) {
  const auto at = sections.find(section);
  if (at == sections.end()) return {};
  const auto setting = at->second.find(name);
  return setting == at->second.end() ? std::string_view() : setting->second.reveal();
}

}  // namespace

Profiles::Section* Profiles::section(File file, std::string_view header) {
  if (file == File::credentials) return &credentials_[std::string(unquoted(header))];
  if (header == "default") return &config_["default"];
  if (const std::string_view name = after_word(header, "profile"); !name.empty()) return &config_[std::string(name)];
  if (const std::string_view name = after_word(header, "sso-session"); !name.empty())
    return &sso_sessions_[std::string(name)];
  return nullptr;
}

void Profiles::read(File file, std::string_view bytes) {
  constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
  const text::SourceText source(bytes);
  Section* into = nullptr;
  std::size_t indent = kNone;  // of the last setting: what stands further to the right belongs to that
  for (std::uint32_t number = 1; number <= source.lines(); ++number) {
    const std::string_view line = source.line(number);
    const std::string_view content = trimmed(line);
    if (content.empty() || content.front() == '#' || content.front() == ';') continue;
    if (line.front() == '[') {
      const std::size_t end = line.find(']');
      into = end == std::string_view::npos ? nullptr : section(file, trimmed(line.substr(1, end - 1)));
      indent = kNone;
      continue;
    }
    const std::size_t begin = line.find_first_not_of(kBlank);
    const std::size_t equals = content.find('=');
    if (begin > indent && indent != kNone) continue;
    if (into == nullptr || equals == std::string_view::npos) continue;
    indent = begin;
    const std::string name = lower(trimmed(content.substr(0, equals)));
    const std::string_view value = without_comment(name, trimmed(content.substr(equals + 1)));
    into->insert_or_assign(name, Secret(std::string(value)));
  }
}

bool Profiles::has(std::string_view profile) const {
  return credentials_.contains(profile) || config_.contains(profile);
}

std::string_view Profiles::value(File file, std::string_view profile, std::string_view name) const {
  return find(file == File::credentials ? credentials_ : config_, profile, name);
}

std::string_view Profiles::value(std::string_view profile, std::string_view name) const {
  const std::string_view found = value(File::credentials, profile, name);
  return found.empty() ? value(File::config, profile, name) : found;
}

std::string_view Profiles::sso_session(std::string_view session, std::string_view name) const {
  return find(sso_sessions_, session, name);
}

}  // namespace qd::aws
