// Sends files through a transport, for tests with programs that others wrote.
//
//   transport_probe smtp PORT starttls|implicit|none CONNECTIONS CA_FILE USER  <lines "SENDER RECIPIENT[,RECIPIENT]…
//   FILE" transport_probe maildir FOLDER                                             <the same
//
// The password is SMTP_PASSWORD. Prints a JSON object for each answer of a recipient, a line each.
#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

#include "base/json_writer.hpp"
#include "gate/gate.hpp"
#include "net/smtp_client.hpp"
#include "transports/maildir/maildir.hpp"
#include "transports/smtp/smtp.hpp"

namespace {

using namespace qd;

ports::SmtpServer server_of(char** arguments) {
  const std::string_view security = arguments[3];
  const char* password = std::getenv("SMTP_PASSWORD");
  return {.host = "127.0.0.1",
          .port = static_cast<std::uint16_t>(std::atoi(arguments[2])),
          .security = security == "starttls"   ? ports::SmtpSecurity::starttls
                      : security == "implicit" ? ports::SmtpSecurity::implicit
                                               : ports::SmtpSecurity::none,
          .user = arguments[6],
          .password = Secret(password == nullptr ? "" : password),
          .ca_file = arguments[5],
          .hello = "probe.example.com",
          .connections = static_cast<unsigned>(std::atoi(arguments[4]))};
}

ports::Envelope envelope_of(const std::string& line, std::uint64_t ticket, const gate::Gate& gate) {
  std::istringstream fields(line);
  std::string sender, recipients, path, one;
  fields >> sender >> recipients >> path;
  std::vector<std::string> to;
  for (std::istringstream list(recipients); std::getline(list, one, ',');) to.push_back(one);
  std::ifstream file(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  return {.ticket = ticket,
          .key = std::to_string(ticket),
          .from = std::move(sender),
          .to = std::move(to),
          .bcc = {},
          .message = std::move(*gate.pass(std::move(bytes), gate::Form::file, path))};
}

void print(const ports::Attempted& attempted) {
  for (const auto& [recipient, answer] : attempted.answers) {
    std::string line;
    JsonWriter json(line);
    json.begin_object().member("ticket", attempted.ticket).member("recipient", recipient);
    json.member("kind", to_string(answer.kind)).member("status", answer.status).member("code", answer.code);
    json.member("text", answer.text).member("message_id", answer.message_id).end_object();
    std::cout << line << '\n';
  }
}

int run(ports::Transport& transport) {
  const gate::Gate gate({});
  std::uint64_t missing = 0;
  for (std::string line; std::getline(std::cin, line); ++missing) transport.start(envelope_of(line, missing, gate));
  while (missing > 0)
    for (const ports::Attempted& attempted : transport.wait(std::chrono::seconds(1))) {
      print(attempted);
      --missing;
    }
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  const std::string_view kind = count > 1 ? arguments[1] : "";
  if (kind == "maildir" && count == 3) {
    transports::Maildir maildir(arguments[2]);
    return run(maildir);
  }
  if (kind != "smtp" || count != 7) return 2;
  net::SmtpClient client(server_of(arguments));
  transports::Smtp smtp(client);
  return run(smtp);
}
