#include "app/mail_service.hpp"

#include <fmt/format.h>

#include "app/aws_access.hpp"
#include "app/smtp_settings.hpp"
#include "net/smtp_client.hpp"
#include "transports/maildir/maildir.hpp"
#include "transports/ses/ses.hpp"
#include "transports/smtp/smtp.hpp"

namespace qd::app {

namespace {

// A message to everybody names everybody: beyond this it is a mailing list.
constexpr std::size_t kMostElsewhere = 100;

class MaildirService final : public MailService {
 public:
  explicit MaildirService(std::filesystem::path folder) : folder_(std::move(folder)), transport_(folder_) {}
  ports::Transport& transport() override { return transport_; }
  [[nodiscard]] std::string where() const override { return fmt::format("the folder {}", folder_.string()); }

 private:
  std::filesystem::path folder_;
  transports::Maildir transport_;
};

class SmtpService final : public MailService {
 public:
  explicit SmtpService(ports::SmtpServer server)
      : where_(fmt::format("SMTP at {}:{}", server.host, server.port)),
        client_(std::move(server)),
        transport_(client_) {}
  ports::Transport& transport() override { return transport_; }
  [[nodiscard]] std::string where() const override { return where_; }

 private:
  std::string where_;
  net::SmtpClient client_;
  transports::Smtp transport_;
};

class SesService final : public MailService {
 public:
  SesService(AwsAccess access, std::string configuration_set)
      : access_(std::move(access)), transport_(access_.api(), std::move(configuration_set)) {}
  ports::Transport& transport() override { return transport_; }
  [[nodiscard]] std::string where() const override { return fmt::format("SES in {}", access_.region()); }
  aws::Api* api() override { return &access_.api(); }

 private:
  AwsAccess access_;
  transports::Ses transport_;
};

}  // namespace

std::size_t most_recipients(TransportKind kind) {
  return kind == TransportKind::ses ? transports::kMostSesRecipients : kMostElsewhere;
}

Result<std::unique_ptr<MailService>> open_mail_service(const Session& session, ports::Clock& clock) {
  const DeliveryConfig& config = session.workspace.config.delivery;
  switch (config.transport) {
    case TransportKind::maildir:
      return std::make_unique<MaildirService>(session.workspace.root / ".quarterdeck" / "maildir");
    case TransportKind::smtp: {
      auto server = smtp_server(session.workspace);
      if (!server) return std::unexpected(server.error());
      return std::make_unique<SmtpService>(std::move(*server));
    }
    case TransportKind::ses: {
      auto access = AwsAccess::open(session, clock);
      if (!access) return std::unexpected(access.error());
      return std::make_unique<SesService>(std::move(*access), config.configuration_set);
    }
  }
  broken_promise("every transport has a service");
}

}  // namespace qd::app
