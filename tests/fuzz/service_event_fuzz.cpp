// Any bytes that a queue may hold are survived, and what is read of them fits into one line of the ledger.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/result.hpp"
#include "sources/ses_events/queue_message.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace qd;
  const sources::QueueMessage message = sources::read_queue_message({reinterpret_cast<const char*>(data), size});
  ensure(message.kind == sources::QueueMessage::Kind::unreadable || !message.what.empty(), "what was read has a name");
  if (message.kind != sources::QueueMessage::Kind::report) return 0;
  ensure(!message.event.message_id.empty() || !message.event.key.empty(), "a report is about a mail");
  for (const mail::EventRecipient& recipient : message.event.recipients)
    ensure(recipient.address.find_first_of("<>") == std::string::npos, "addresses come without brackets");
  return 0;
}
