// What services answer and what stands in AWS's shared files: any bytes are survived, and no refusal quotes a
// signature.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "aws/credentials_json.hpp"
#include "aws/http_date.hpp"
#include "aws/profiles.hpp"
#include "aws/ses.hpp"
#include "aws/sqs.hpp"
#include "aws/sts.hpp"
#include "base/result.hpp"
#include "text/xml.hpp"

namespace {

using namespace qd;

std::size_t depth(text::XmlElement element) {
  std::size_t deepest = 0;
  for (const text::XmlElement child : element) deepest = std::max(deepest, depth(child));
  return deepest + 1;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto xml = text::parse_xml(bytes))
    ensure(depth(xml->root()) <= text::kDeepestXml, "a tree is no deeper than allowed");

  for (const int status : {200, 403}) {
    const HttpResponse response{.status = status, .headers = {}, .body = std::string(bytes)};
    const aws::ApiError error = aws::error_of(response);
    ensure(error.text.find_first_of("\r\n") == std::string::npos, "a reason is one line");
    ensure(!error.text.contains("Authorization="), "a reason quotes no signature");
    (void)aws::sent_message_id(response);
    (void)aws::read_account(response);
    (void)aws::read_send_quota(response);
    (void)aws::read_event_destinations(response);
    (void)aws::read_suppressed(response);
    (void)aws::read_messages(response);
    (void)aws::read_not_deleted(response);
    (void)aws::read_assumed_role(response, "fuzz");
    (void)aws::read_role_credentials(response, "fuzz");
  }
  (void)aws::read_credentials_json(bytes, "fuzz");
  (void)aws::parse_queue_name(bytes);
  (void)aws::parse_http_date(bytes);
  aws::Profiles profiles;
  profiles.read(aws::Profiles::File::config, bytes);
  profiles.read(aws::Profiles::File::credentials, bytes);
  return 0;
}
