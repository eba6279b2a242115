#include "mail/answer.hpp"

namespace qd::mail {

std::string_view to_string(AnswerKind kind) {
  switch (kind) {
    case AnswerKind::accepted:
      return "accepted";
    case AnswerKind::throttled:
      return "throttled";
    case AnswerKind::put_off:
      return "put off";
    case AnswerKind::quota:
      return "quota used up";
    case AnswerKind::refused:
      return "refused";
    case AnswerKind::misconfigured:
      return "misconfigured";
    case AnswerKind::account_closed:
      return "account closed";
    case AnswerKind::unknown:
      return "unknown";
  }
  return "unknown";
}

}  // namespace qd::mail
