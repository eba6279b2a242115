// The last thing that happens to bytes before they leave. Files, pages, logs and mail accept only `Outgoing`, and only
// the gate makes one, after looking for every secret it knows in every form in which it could have got there.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "mail/readdress.hpp"

namespace qd::gate {

/// Bytes that may leave. Moved, never copied by accident: a report can be large.
class Outgoing {
 public:
  Outgoing(Outgoing&&) noexcept = default;
  Outgoing& operator=(Outgoing&&) noexcept = default;
  Outgoing(const Outgoing&) = delete;
  Outgoing& operator=(const Outgoing&) = delete;

  [[nodiscard]] std::string_view bytes() const { return bytes_; }
  [[nodiscard]] Outgoing clone() const { return Outgoing(bytes_); }

 private:
  friend class Gate;
  explicit Outgoing(std::string bytes) : bytes_(std::move(bytes)) {}
  std::string bytes_;
};

/// What the bytes are; it decides which rules hold beside the search for secrets.
enum class Form : std::uint8_t {
  file,       ///< any file or stream
  page,       ///< HTML for a browser
  mail_html,  ///< an HTML part on its own: at most kMailHtmlLimit bytes
  message,    ///< a whole MIME message: also its decoded parts; lines, size and ASCII as SMTP wants them
  log,
};

/// Gmail cuts a message there, and with it the footer.
inline constexpr std::size_t kMailHtmlLimit = 102'400;
/// Above this SES throttles.
inline constexpr std::size_t kMessageLimit = 10'000'000;

/// A value that must not leave. `name` is how the refusal speaks of it, such as "STRIPE_SECRET_KEY in repos.env".
struct KnownSecret {
  std::string name;
  const Secret* value = nullptr;
};

/// Immutable after construction; may be shared by threads. Keeps copies of the values, which are wiped with it.
class Gate {
 public:
  /// Guards every value of at least six characters whose name or form says that it is a secret; see is_guarded().
  explicit Gate(std::span<const KnownSecret> secrets);
  Gate(Gate&&) noexcept;
  ~Gate();

  /// Refused: ErrorKind::refused, with the names of the place, of the secret and of the form in which it was found,
  /// never the value. `place` is what a person calls the output: "ceo.html", "standard output". Linear time.
  [[nodiscard]] Result<Outgoing> pass(std::string bytes, Form form, std::string_view place) const;

  /// A message that has passed, for other readers: only its new header block is looked at, because its body is the same
  /// bytes. Refused also as by mail::readdress.
  [[nodiscard]] Result<Outgoing> readdressed(const Outgoing& passed, const mail::HeaderChange& change) const;

 private:
  struct Patterns;
  std::unique_ptr<Patterns> patterns_;
};

/// Whether a value under this name is looked for. Under a name that speaks of a key, token, password or the like every
/// value is; under any other name only what looks random or carries a password, because `STAGE=production` must not
/// stop each report that says "production".
[[nodiscard]] bool is_guarded(std::string_view name, const Secret& value);

}  // namespace qd::gate
