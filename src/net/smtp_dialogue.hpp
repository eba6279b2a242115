// What an SMTP dialogue has come to, read off its lines as they pass: which command was answered last, and how.
#pragma once

#include <string>
#include <string_view>

#include "mail/error_class.hpp"

namespace qd::net {

/// Of one mail. Keeps no line that could carry a password: commands only move the stage.
class SmtpDialogue {
 public:
  void sent(std::string_view line);
  void received(std::string_view line);

  [[nodiscard]] mail::SmtpStage stage() const { return stage_; }
  /// Of the last whole reply to the last command; 0 when none came.
  [[nodiscard]] int status() const { return whole_ ? status_ : 0; }
  /// Of the same reply, its lines joined, without the codes.
  [[nodiscard]] const std::string& text() const { return text_; }
  /// AUTH was sent.
  [[nodiscard]] bool signed_in() const { return signed_in_; }
  /// QUIT was sent: nothing that follows says anything about the mail.
  [[nodiscard]] bool over() const { return over_; }

 private:
  mail::SmtpStage stage_ = mail::SmtpStage::connect;
  int status_ = 0;
  bool whole_ = false;
  bool over_ = false;
  bool signed_in_ = false;
  std::string text_;
};

}  // namespace qd::net
