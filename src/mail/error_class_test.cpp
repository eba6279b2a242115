#include "mail/error_class.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace qd::mail {

void PrintTo(AnswerKind kind, std::ostream* out) { *out << to_string(kind); }

namespace {

using enum AnswerKind;

struct SesCase {
  int status;
  const char* type;
  const char* text;
  AnswerKind kind;
};

constexpr SesCase kSes[] = {
    {200, "", "", accepted},
    // not sent, soon again
    {429, "TooManyRequestsException", "Maximum sending rate exceeded.", throttled},
    {429, "TooManyRequestsException", "Too many requests", throttled},
    {429, "", "", throttled},
    {400, "ThrottlingException", "Rate exceeded", throttled},
    {400, "Throttling", "Maximum sending rate exceeded.", throttled},
    {400, "LimitExceededException", "Maximum sending rate exceeded.", throttled},
    {454, "", "Throttling failure: maximum sending rate exceeded", throttled},
    {503, "Throttling", "", throttled},
    {503, "ServiceUnavailable", "", put_off},
    {503, "ServiceUnavailableException", "Service is unable to handle request.", put_off},
    {503, "", "<html>upstream</html>", put_off},
    {403, "ExpiredTokenException", "The security token included in the request is expired", put_off},
    {400, "ExpiredToken", "", put_off},
    {403, "RequestExpired", "", put_off},
    {403, "InvalidSignatureException", "Signature expired: 20260521T070000Z is now earlier than …", put_off},
    {403, "SignatureDoesNotMatch", "Signature not yet current: …", put_off},
    // the day's quota
    {429, "TooManyRequestsException", "Daily message quota exceeded.", quota},
    {400, "ThrottlingException", "Daily message quota exceeded", quota},
    {400, "LimitExceededException", "There are too many instances of the specified resource type.", quota},
    {503, "ServiceUnavailable", "DAILY MESSAGE QUOTA EXCEEDED", quota},
    {454, "", "Throttling failure: Daily message quota exceeded.", quota},
    // nobody can tell
    {408, "RequestTimeoutException", "", unknown},
    {408, "", "", unknown},
    {400, "RequestTimeout", "", unknown},
    {500, "InternalFailure", "", unknown},
    {500, "InternalServiceErrorException", "", unknown},
    {500, "", "", unknown},
    {502, "", "Bad gateway", unknown},
    {504, "", "", unknown},
    {599, "SomethingNew", "", unknown},
    {503, "InternalFailure", "", unknown},
    {0, "", "", unknown},
    {302, "", "", unknown},
    // configuration
    {400, "MailFromDomainNotVerifiedException", "", misconfigured},
    {400, "MessageRejected",
     "Email address is not verified. The following identities failed the check in region US-WEST-2: a@example.com",
     misconfigured},
    {404, "NotFoundException", "Configuration set <reports> does not exist.", misconfigured},
    {404, "", "", misconfigured},
    {403, "AccessDeniedException", "User is not authorized to perform ses:SendEmail", misconfigured},
    {403, "AccessDenied", "", misconfigured},
    {403, "IncompleteSignature", "", misconfigured},
    {403, "InvalidSignatureException", "The request signature we calculated does not match", misconfigured},
    {403, "UnrecognizedClientException", "The security token included in the request is invalid.", misconfigured},
    {403, "MissingAuthenticationTokenException", "", misconfigured},
    {403, "OptInRequired", "", misconfigured},
    {403, "", "", misconfigured},
    {401, "", "", misconfigured},
    {400, "BadRequestException", "Invalid parameter", misconfigured},
    {400, "ValidationError", "1 validation error detected", misconfigured},
    {400, "ValidationException", "", misconfigured},
    {413, "RequestEntityTooLargeException", "", misconfigured},
    {413, "", "", misconfigured},
    // this message alone
    {400, "BadRequestException", "Illegal address", refused},
    {400, "BadRequestException", "Missing final '@domain'", refused},
    {400, "MessageRejected", "Transaction failed: Attachment type is not supported", refused},
    {400, "SomethingNew", "", refused},
    {400, "", "", refused},
    // the account
    {400, "AccountSuspendedException", "", account_closed},
    {400, "SendingPausedException", "Email sending is disabled", account_closed},
    {400, "MessageRejected", "Sending suspended for this account. For more information …", account_closed},
    // how the type is written
    {429, "com.amazonaws.sesv2#TooManyRequestsException", "", throttled},
    {429, "TooManyRequestsException:http://internal.amazon.com/coral/com.amazonaws.sesv2/", "", throttled},
    {400, "toomanyrequestsexception", "", throttled},
    {400, "Exception", "", refused},
};

TEST(SesAnswer, IsClassifiedByStatusTypeAndText) {
  for (const SesCase& one : kSes)
    EXPECT_EQ(classify_ses(one.status, one.type, one.text), one.kind)
        << one.status << " " << one.type << " " << one.text;
}

TEST(SesAnswer, WithASignatureThatMayBeOldIsWorthSigningAgain) {
  for (const char* type : {"ExpiredTokenException", "RequestExpired", "RequestTimeTooSkewed",
                           "InvalidSignatureException:http://x", "x#SignatureDoesNotMatch"})
    EXPECT_TRUE(wants_new_signature(403, type)) << type;
  for (const char* type : {"AccessDeniedException", "UnrecognizedClientException", ""})
    EXPECT_FALSE(wants_new_signature(403, type)) << type;
  EXPECT_FALSE(wants_new_signature(500, "RequestExpired"));
  EXPECT_FALSE(wants_new_signature(200, "RequestExpired"));
}

struct SmtpCase {
  SmtpStage stage;
  int status;
  const char* text;
  AnswerKind kind;
};

constexpr SmtpCase kSmtp[] = {
    {SmtpStage::data, 250, "2.0.0 Ok: queued as 4711", accepted},
    {SmtpStage::recipient, 250, "2.1.5 Ok", put_off},
    // put off, wherever it happens
    {SmtpStage::connect, 421, "Too many connections", put_off},
    {SmtpStage::sender, 421, "Too many messages in this session", put_off},
    {SmtpStage::recipient, 450, "4.2.1 Greylisted", put_off},
    {SmtpStage::recipient, 451, "", put_off},
    {SmtpStage::recipient, 452, "4.5.3 Too many recipients", put_off},
    {SmtpStage::sign_in, 454, "4.7.0 Temporary authentication failure", put_off},
    {SmtpStage::data, 451, "4.3.0 Try again later", put_off},
    {SmtpStage::data, 454, "Throttling failure: Maximum sending rate exceeded.", throttled},
    {SmtpStage::data, 454, "Throttling failure: Daily message quota exceeded.", quota},
    // us
    {SmtpStage::sender, 530, "5.7.0 Must issue a STARTTLS command first", misconfigured},
    {SmtpStage::recipient, 530, "Authentication required", misconfigured},
    {SmtpStage::sign_in, 535, "5.7.8 Authentication credentials invalid", misconfigured},
    {SmtpStage::sign_in, 504, "5.5.4 Unrecognized authentication type", misconfigured},
    {SmtpStage::connect, 554, "No SMTP service here", misconfigured},
    {SmtpStage::sender, 553, "5.7.1 Sender address rejected: not owned by user", misconfigured},
    {SmtpStage::data, 554, "Message rejected: Email address is not verified.", misconfigured},
    {SmtpStage::terms, 0, "no TLS", misconfigured},
    // this reader or this message
    {SmtpStage::sender, 552, "5.3.4 Message size exceeds fixed limit", refused},
    {SmtpStage::recipient, 550, "5.1.1 User unknown", refused},
    {SmtpStage::recipient, 553, "5.1.3 Bad recipient address syntax", refused},
    {SmtpStage::data, 552, "5.3.4 Too long", refused},
    {SmtpStage::data, 554, "5.6.0 Content rejected", refused},
    // the line
    {SmtpStage::connect, 0, "connection refused", put_off},
    {SmtpStage::sign_in, 0, "connection lost", put_off},
    {SmtpStage::recipient, 0, "connection lost", put_off},
    {SmtpStage::data, 0, "connection lost", unknown},
    {SmtpStage::data, 354, "Go ahead", unknown},
};

TEST(SmtpReply, IsClassifiedByStageAndCode) {
  for (const SmtpCase& one : kSmtp)
    EXPECT_EQ(classify_smtp(one.stage, one.status, one.text), one.kind) << one.status << " " << one.text;
}

}  // namespace
}  // namespace qd::mail
