// AWS credentials from wherever AWS's own tools would take them: the settings, a web identity, the shared files, the
// container, the instance. The first place that is set up counts; if it fails, no other is asked.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "aws/credentials.hpp"
#include "sources/aws_credentials/surroundings.hpp"

namespace qd::sources {

class CredentialChain : public aws::CredentialSource {
 public:
  /// `fixed`: the keys of the settings, before everything else. `http` must outlive this, and nobody else may use it.
  CredentialChain(AwsSurroundings around, std::optional<aws::Credentials> fixed, ports::HttpClient& http);

  /// Keeps what it found until five minutes before it expires (of what lives shortly, half of its life). When fetching
  /// anew fails, what is still valid serves on; a failure is remembered for some seconds, so that many calls do not
  /// wait for it one by one.
  [[nodiscard]] Result<std::shared_ptr<const aws::Credentials>> get(Moment now) override;
  void forget() override;

 private:
  [[nodiscard]] Result<aws::Credentials> search(Moment now);

  AwsSurroundings around_;
  ports::HttpClient& http_;
  std::shared_ptr<const aws::Credentials> fixed_;
  std::shared_ptr<const aws::Credentials> current_;
  std::optional<Moment> refresh_at_;  // of current_
  std::optional<Error> failure_;
  Moment failed_;
};

}  // namespace qd::sources
