// The shared files of AWS's tools, ~/.aws/credentials and ~/.aws/config: settings by profile.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "base/secret.hpp"

namespace qd::aws {

class Profiles {
 public:
  enum class File : std::uint8_t { credentials, config };

  /// Takes in a file. What cannot be read as section or setting is passed over, as AWS's tools do. Of a setting that
  /// comes twice, the last counts. In `config` a profile is [profile NAME] or [default].
  void read(File file, std::string_view bytes);

  [[nodiscard]] bool has(std::string_view profile) const;
  /// Empty when there is none.
  [[nodiscard]] std::string_view value(File file, std::string_view profile, std::string_view name) const;
  /// From `credentials`, else from `config`.
  [[nodiscard]] std::string_view value(std::string_view profile, std::string_view name) const;
  /// Of a section [sso-session NAME] of `config`.
  [[nodiscard]] std::string_view sso_session(std::string_view session, std::string_view name) const;

 private:
  using Section = std::map<std::string, Secret, std::less<>>;
  using Sections = std::map<std::string, Section, std::less<>>;

  [[nodiscard]] Section* section(File file, std::string_view header);

  Sections credentials_;
  Sections config_;
  Sections sso_sessions_;
};

}  // namespace qd::aws
