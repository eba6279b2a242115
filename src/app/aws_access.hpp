// The way to AWS that a workspace has configured: region, endpoints, and who signs. One place for everything that
// calls: the SES transport, the pre-flight, events, and doctor.
#pragma once

#include <memory>
#include <string>

#include "app/session.hpp"
#include "aws/api.hpp"
#include "base/result.hpp"
#include "ports/clock.hpp"

namespace qd::app {

class AwsAccess {
 public:
  /// Connects to nothing yet. ErrorKind::invalid, with what to write where, when no region is known. Both must outlive
  /// it.
  [[nodiscard]] static Result<AwsAccess> open(const Session& session, ports::Clock& clock);
  AwsAccess(AwsAccess&&) noexcept;
  AwsAccess& operator=(AwsAccess&&) noexcept;
  ~AwsAccess();

  [[nodiscard]] aws::Api& api();
  [[nodiscard]] const std::string& region() const;

  /// Where credentials were found, for people: "repos.env:12", "profile default". ErrorKind::not_found lists where was
  /// looked. May ask the container's or the machine's service.
  [[nodiscard]] Result<std::string> credentials();

 private:
  struct Parts;
  explicit AwsAccess(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace qd::app
