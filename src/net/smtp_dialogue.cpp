#include "net/smtp_dialogue.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

namespace qd::net {

namespace {

std::string_view without_line_end(std::string_view line) {
  while (!line.empty() && (line.back() == '\r' || line.back() == '\n' || line.back() == ' ')) line.remove_suffix(1);
  return line;
}

/// Of AUTH, for the next piece of the user's name or password.
constexpr int kChallenge = 334;

/// What is no command of the dialogue leaves the stage as it is.
std::optional<mail::SmtpStage> stage_of(std::string_view line) {
  if (line.starts_with("EHLO") || line.starts_with("HELO") || line.starts_with("STARTTLS"))
    return mail::SmtpStage::connect;
  if (line.starts_with("AUTH ")) return mail::SmtpStage::sign_in;
  if (line.starts_with("MAIL FROM:")) return mail::SmtpStage::sender;
  if (line.starts_with("RCPT TO:")) return mail::SmtpStage::recipient;
  if (without_line_end(line) == "DATA") return mail::SmtpStage::data;
  return std::nullopt;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

void SmtpDialogue::sent(std::string_view line) {
  if (status_ == kChallenge) line = {};  // what answers it is no command, whatever it reads like
  over_ = over_ || without_line_end(line) == "QUIT";
  if (over_) return;
  stage_ = stage_of(line).value_or(stage_);
  signed_in_ = signed_in_ || stage_ == mail::SmtpStage::sign_in;
  status_ = 0;
  whole_ = false;
  text_.clear();
}

void SmtpDialogue::received(std::string_view line) {
  line = without_line_end(line);
  if (over_ || line.size() < 3 || !std::ranges::all_of(line.substr(0, 3), is_digit)) return;
  if (whole_) text_.clear();  // a second reply to the same command: the end of DATA, or a 421 out of turn
  status_ = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
  whole_ = line.size() == 3 || line[3] != '-';
  line.remove_prefix(std::min<std::size_t>(line.size(), 4));
  if (!text_.empty() && !line.empty()) text_ += ' ';
  text_ += line;
}

}  // namespace qd::net
