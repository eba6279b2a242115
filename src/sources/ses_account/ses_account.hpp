// What SES says of our account before we send: quota, identities, configuration set, suppression list.
//
// Everything but sending may be asked about once a second, so answers are kept between runs by whoever calls, and what
// need not be asked is not.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "aws/api.hpp"
#include "mail/preflight.hpp"
#include "ports/clock.hpp"

namespace qd::sources {

/// Answers of earlier runs, by a name that holds the region and the question. Either may be empty.
struct AnswerMemory {
  /// One that is no older than that.
  std::function<std::optional<std::string>(std::string_view name, std::chrono::seconds oldest)> recall;
  std::function<void(std::string_view name, std::string_view answer)> keep;
};

struct SesQuestions {
  bool recipients = false;            ///< also outside the sandbox, where nobody but the sender needs to be verified
  std::size_t suppressed_pages = 10;  ///< of a thousand addresses; 0: does not ask
};

/// Waits between requests (a burst of eight, then one a second) and after a throttle, on `clock`.
class SesAccount {
 public:
  SesAccount(aws::Api& api, ports::Clock& clock, AnswerMemory memory);

  /// Reads region, sender, configuration_set and messages of `out`, and fills what the service knows: account,
  /// identities, set, destinations and suppressed. What was not answered says why; nothing here fails.
  void learn(mail::Preflight& out, const SesQuestions& questions);

 private:
  struct Answer;
  [[nodiscard]] Answer ask(aws::Call call, std::string_view action, std::chrono::seconds oldest);
  [[nodiscard]] Answer ask_now(const aws::Call& call, std::string_view action);
  void wait_for_turn();

  void learn_account(mail::Preflight& out);
  void learn_identity(mail::Preflight& out, std::string_view identity);
  /// Stops at the first that is verified.
  void learn_identities(mail::Preflight& out, std::string_view address, bool widest_first);
  void learn_set(mail::Preflight& out);
  void learn_suppressed(mail::Preflight& out, std::size_t pages);

  aws::Api& api_;
  ports::Clock& clock_;
  AnswerMemory memory_;
  std::string region_;
  double tokens_;
  std::optional<Moment> last_;
  int lost_ = 0;  // answers, in a row
};

}  // namespace qd::sources
