#include "mail/error_class.hpp"

#include <algorithm>
#include <span>

namespace qd::mail {

namespace {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool same(std::string_view a, std::string_view b) { return std::ranges::equal(a, b, {}, lower, lower); }

bool holds(std::string_view text, std::string_view phrase) {
  return !std::ranges::search(text, phrase, {}, lower, lower).empty();
}

/// "com.amazonaws.sesv2#TooManyRequestsException:http://…" is "TooManyRequests".
std::string_view bare_type(std::string_view type) {
  type = type.substr(0, type.find(':'));
  if (const std::size_t mark = type.find_last_of("#."); mark != std::string_view::npos) type.remove_prefix(mark + 1);
  while (!type.empty() && (type.front() == ' ' || type.front() == '\t')) type.remove_prefix(1);
  while (!type.empty() && (type.back() == ' ' || type.back() == '\t')) type.remove_suffix(1);
  constexpr std::string_view kEnding = "Exception";
  if (type.size() > kEnding.size() && same(type.substr(type.size() - kEnding.size()), kEnding))
    type.remove_suffix(kEnding.size());
  return type;
}

struct Row {
  std::string_view key;
  AnswerKind kind;
};

/// What the text says counts whatever the code: the documents name one code for a throttle, the service sends another.
constexpr Row kTexts[] = {
    {"daily message quota exceeded", AnswerKind::quota},
    {"daily sending quota exceeded", AnswerKind::quota},
    {"maximum sending rate exceeded", AnswerKind::throttled},
    {"sending suspended for this account", AnswerKind::account_closed},
    {"email address is not verified", AnswerKind::misconfigured},
};

/// Bad requests that are about one address and not about us.
constexpr std::string_view kAboutOneAddress[] = {
    "illegal address",       "missing final '@domain'", "missing '@'",
    "invalid email address", "domain starts with dot",  "local address contains"};

constexpr Row kTypes[] = {
    {"TooManyRequests", AnswerKind::throttled},
    {"Throttling", AnswerKind::throttled},
    {"Throttled", AnswerKind::throttled},
    {"RequestThrottled", AnswerKind::throttled},
    {"RequestLimitExceeded", AnswerKind::throttled},
    {"SlowDown", AnswerKind::throttled},

    {"LimitExceeded", AnswerKind::quota},

    {"ServiceUnavailable", AnswerKind::put_off},
    {"ExpiredToken", AnswerKind::put_off},
    {"RequestExpired", AnswerKind::put_off},
    {"RequestTimeTooSkewed", AnswerKind::put_off},

    {"RequestTimeout", AnswerKind::unknown},
    {"InternalFailure", AnswerKind::unknown},
    {"InternalServiceError", AnswerKind::unknown},
    {"InternalServerError", AnswerKind::unknown},
    {"InternalError", AnswerKind::unknown},

    {"MailFromDomainNotVerified", AnswerKind::misconfigured},
    {"NotFound", AnswerKind::misconfigured},
    {"ConfigurationSetDoesNotExist", AnswerKind::misconfigured},
    {"ConfigurationSetSendingPaused", AnswerKind::misconfigured},
    {"AccessDenied", AnswerKind::misconfigured},
    {"NotAuthorized", AnswerKind::misconfigured},
    {"IncompleteSignature", AnswerKind::misconfigured},
    {"InvalidSignature", AnswerKind::misconfigured},
    {"SignatureDoesNotMatch", AnswerKind::misconfigured},
    {"UnrecognizedClient", AnswerKind::misconfigured},
    {"InvalidClientTokenId", AnswerKind::misconfigured},
    {"MissingAuthenticationToken", AnswerKind::misconfigured},
    {"OptInRequired", AnswerKind::misconfigured},
    {"BadRequest", AnswerKind::misconfigured},
    {"ValidationError", AnswerKind::misconfigured},
    {"Validation", AnswerKind::misconfigured},
    {"RequestEntityTooLarge", AnswerKind::misconfigured},

    {"AccountSuspended", AnswerKind::account_closed},
    {"SendingPaused", AnswerKind::account_closed},
    {"AccountSendingPaused", AnswerKind::account_closed},

    {"MessageRejected", AnswerKind::refused},
};

const Row* row_of_type(std::string_view type) {
  const auto found = std::ranges::find_if(kTypes, [type](const Row& row) { return same(row.key, type); });
  return found == std::end(kTypes) ? nullptr : &*found;
}

const Row* row_of_text(std::string_view text) {
  const auto found = std::ranges::find_if(kTexts, [text](const Row& row) { return holds(text, row.key); });
  return found == std::end(kTexts) ? nullptr : &*found;
}

bool is_about_the_clock(std::string_view text) {
  return holds(text, "signature expired") || holds(text, "signature not yet current");
}

AnswerKind by_status(int status) {
  switch (status) {
    case 401:
    case 403:
    case 404:
    case 413:
      return AnswerKind::misconfigured;
    case 408:
      return AnswerKind::unknown;
    case 429:
      return AnswerKind::throttled;
    case 503:
      return AnswerKind::put_off;
    default:
      return status >= 400 && status < 500 ? AnswerKind::refused : AnswerKind::unknown;
  }
}

/// 5xx: certain, and not going to change by itself.
AnswerKind lasting(SmtpStage stage, int status) {
  if (status == 530 || status == 534 || status == 535 || status == 538) return AnswerKind::misconfigured;
  switch (stage) {
    case SmtpStage::connect:
    case SmtpStage::sign_in:
    case SmtpStage::terms:
      return AnswerKind::misconfigured;
    case SmtpStage::sender:  // 552: this message is larger than the server takes; anything else is about the sender
      return status == 552 ? AnswerKind::refused : AnswerKind::misconfigured;
    case SmtpStage::recipient:
    case SmtpStage::data:
      return AnswerKind::refused;
  }
  return AnswerKind::refused;
}

}  // namespace

AnswerKind classify_ses(int status, std::string_view type, std::string_view text) {
  if (status >= 200 && status < 300) return AnswerKind::accepted;
  if (const Row* row = row_of_text(text)) return row->kind;
  const std::string_view bare = bare_type(type);
  const Row* const row = row_of_type(bare);
  if (row == nullptr) return by_status(status);
  if (same(bare, "BadRequest") &&
      std::ranges::any_of(kAboutOneAddress, [text](std::string_view phrase) { return holds(text, phrase); }))
    return AnswerKind::refused;
  if (row->kind == AnswerKind::misconfigured && is_about_the_clock(text)) return AnswerKind::put_off;
  return row->kind;
}

bool wants_new_signature(int status, std::string_view type) {
  constexpr std::string_view kTypesOfTime[] = {"ExpiredToken", "RequestExpired", "RequestTimeTooSkewed",
                                               "InvalidSignature", "SignatureDoesNotMatch"};
  const std::string_view bare = bare_type(type);
  return status >= 400 && status < 500 &&
         std::ranges::any_of(kTypesOfTime, [bare](std::string_view one) { return same(one, bare); });
}

AnswerKind classify_smtp(SmtpStage stage, int status, std::string_view text) {
  if (stage == SmtpStage::terms) return AnswerKind::misconfigured;
  const bool certain = stage != SmtpStage::data;
  if (status >= 200 && status < 300) {
    // Only the reply to the content means that the server has the mail.
    return certain ? AnswerKind::put_off : AnswerKind::accepted;
  }
  if (status < 400) return certain ? AnswerKind::put_off : AnswerKind::unknown;
  if (const Row* row = row_of_text(text)) return row->kind;
  return status < 500 ? AnswerKind::put_off : lasting(stage, status);
}

}  // namespace qd::mail
