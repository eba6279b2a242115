#include "gate/gate.hpp"

#include <gmock/gmock.h>

#include <type_traits>

#include "gate/views.hpp"
#include "mail/mime.hpp"

namespace qd::gate {
namespace {

using testing::HasSubstr;
using testing::Not;

// Made up for these tests; with characters that every encoding treats its own way.
constexpr std::string_view kValue = "zX9/+&\"<k_v=7%w Q'{}";
constexpr std::string_view kToken = "tok_4Qm8Vt2Lw6Rz0Yc3";

static_assert(!std::is_constructible_v<Outgoing, std::string>, "only the gate makes an Outgoing");
static_assert(!std::is_copy_constructible_v<Outgoing>);

class GateTest : public testing::Test {
 protected:
  Secret value_{std::string(kValue)};
  Secret token_{std::string(kToken)};
  std::vector<KnownSecret> secrets_{{"STRIPE_SECRET_KEY", &value_}, {"DEPLOY_TOKEN", &token_}};
  Gate gate_{secrets_};

  std::string refusal(std::string bytes, Form form = Form::file) const {
    const auto passed = gate_.pass(std::move(bytes), form, "ceo.html");
    if (passed) return {};
    EXPECT_EQ(passed.error().kind, ErrorKind::refused);
    EXPECT_THAT(passed.error().what, Not(HasSubstr(std::string(kValue))));
    EXPECT_THAT(passed.error().what, Not(HasSubstr(std::string(kToken))));
    return passed.error().what;
  }
};

TEST_F(GateTest, LetsThroughWhatHoldsNoSecret) {
  const auto passed = gate_.pass("Burn is $7.0–9.0K a month.\n", Form::file, "ceo.txt");
  ASSERT_TRUE(passed.has_value());
  EXPECT_EQ(passed->bytes(), "Burn is $7.0–9.0K a month.\n");
}

TEST_F(GateTest, NamesThePlaceTheSecretAndTheForm) {
  EXPECT_EQ(refusal("a " + std::string(kToken) + " b"),
            "ceo.html would give away the value of DEPLOY_TOKEN as plain text; nothing was written");
}

struct Encoding {
  const char* name;
  std::string bytes;
  const char* says;
};

class GateFinds : public GateTest, public testing::WithParamInterface<Encoding> {};

TEST_P(GateFinds, TheValueInEachEncoding) {
  EXPECT_THAT(refusal("before " + GetParam().bytes + " after"), HasSubstr(GetParam().says));
}

// Encoded by other programs than ours (Python's base64, binascii, urllib, json, html and quopri).
INSTANTIATE_TEST_SUITE_P(
    Encodings, GateFinds,
    testing::Values(Encoding{"plain", std::string(kValue), "plain text"},
                    Encoding{"base64", "elg5LysmIjxrX3Y9NyV3IFEne30=", "Base64"},
                    Encoding{"base64_after_one_byte", "LXpYOS8rJiI8a192PTcldyBRJ3t9LS0=", "Base64"},
                    Encoding{"base64_after_two_bytes", "LS16WDkvKyYiPGtfdj03JXcgUSd7fS0t", "Base64"},
                    Encoding{"base64_in_lines", "elg5LysmIjxr\r\nX3Y9NyV3\r\n  IFEne30=", "split lines"},
                    Encoding{"hex", "7a58392f2b26223c6b5f763d3725772051277b7d", "hexadecimal"},
                    Encoding{"hex_capitals", "7A58392F2B26223C6B5F763D3725772051277B7D", "hexadecimal"},
                    Encoding{"url", "zX9%2F%2B%26%22%3Ck_v%3D7%25w%20Q%27%7B%7D", "URL encoding"},
                    Encoding{"url_in_small_letters", "zX9/%2b&%22%3ck_v=7%25w Q%27{}", "URL encoding"},
                    Encoding{"html", "zX9/+&amp;&quot;&lt;k_v=7%w Q&#x27;{}", "HTML entities"},
                    Encoding{"html_numbers", "zX9/+&#38;&#34;&#60;k_v=7%w Q&#39;&#123;&#125;", "HTML entities"},
                    Encoding{"json", "zX9\\/+&\\\"<k_v=7%w Q'{}", "backslash escapes"},
                    Encoding{"json_ascii", "zX9/+\\u0026\\\"\\u003ck_v=7%w Q'{}", "backslash escapes"},
                    Encoding{"markdown", "zX9/+\\&\"\\<k\\_v=7%w Q'{}", "backslash escapes"},
                    Encoding{"quoted_printable", "zX9/+&\"<k_v=3D7%w Q'{}", "quoted-printable"},
                    Encoding{"soft_line_end", "zX9/+&\"<k=\r\n_v=3D7%w Q'=\n{}", "quoted-printable"},
                    Encoding{"hard_line_end", "zX9/+&\"<k_v=7%w\n    Q'{}", "wrapped lines"},
                    Encoding{"html_in_quoted_printable", "zX9/+&amp;&quot;&lt;k_v=3D7=\r\n%w Q&#x27;{}",
                             "HTML entities"},
                    Encoding{"json_in_html", "zX9/+&amp;\\&quot;&lt;k_v=7%w Q'{}", "HTML entities"}),
    [](const auto& test) { return test.param.name; });

TEST_F(GateTest, LooksIntoTheDecodedPartsOfAMail) {
  mail::Message message;
  message.from = {"", "a@example.com"};
  message.to = {{"", "b@example.com"}};
  message.subject = "Report";
  message.text =
      "予算は月額七千ドル" + std::string(kToken) + "から九千ドルです。予算は月額七千ドルから九千ドルです。予算は";
  message.html = "<p>x</p>";
  EXPECT_THAT(refusal(mail::compose(message).value(), Form::message), HasSubstr("DEPLOY_TOKEN"));
  message.text = "fine";
  message.subject = "Ünder " + std::string(kToken);
  EXPECT_THAT(refusal(mail::compose(message).value(), Form::message), HasSubstr("DEPLOY_TOKEN"));
  message.subject = "Report";
  EXPECT_EQ(refusal(mail::compose(message).value(), Form::message), "");
}

TEST_F(GateTest, AMessageMustBeFitForSmtp) {
  EXPECT_THAT(refusal("A: b\r\n\r\n" + std::string(1200, 'x') + "\r\n", Form::message), HasSubstr("998"));
  EXPECT_THAT(refusal("A: b\n\nx\n", Form::message), HasSubstr("CR LF"));
  EXPECT_THAT(refusal("A: ü\r\n\r\nx\r\n", Form::message), HasSubstr("ASCII"));
}

TEST_F(GateTest, MailHtmlHasALimitAndNoOpenTags) {
  EXPECT_EQ(refusal(std::string(kMailHtmlLimit, 'x'), Form::mail_html), "");
  EXPECT_THAT(refusal(std::string(kMailHtmlLimit + 1, 'x'), Form::mail_html), HasSubstr("102400"));
  EXPECT_THAT(refusal("<p>{{kpi}}</p>", Form::mail_html), HasSubstr("tag"));
  EXPECT_EQ(refusal(std::string(kMailHtmlLimit + 1, 'x'), Form::page), "");
}

TEST(Gate, GuardsByNameAndByLooks) {
  const auto guarded = [](std::string_view name, std::string value) {
    return is_guarded(name, Secret(std::move(value)));
  };
  EXPECT_TRUE(guarded("DB_PASSWORD", "sunshine"));
  EXPECT_TRUE(guarded("STRIPE_KEY in repos.env:4", "abcdef"));
  EXPECT_TRUE(guarded("apikey", "abcdef"));
  EXPECT_TRUE(guarded("SOMETHING", "9f8e7d6c5b4a39281706f5e4d3c2b1a0"));
  EXPECT_TRUE(guarded("DATABASE", "postgres://app:sunshine@db.example.com/x"));
  EXPECT_FALSE(guarded("STAGE", "production"));
  EXPECT_FALSE(guarded("SITE", "https://jada.example.com/charters"));
  EXPECT_FALSE(guarded("COMPANY_NAME", "Harbor Group Holdings Incorporated"));
  EXPECT_FALSE(guarded("DB_PASSWORD", "short"));
  EXPECT_FALSE(guarded("MONKEYS_IN_ZOO", "seventeen"));
}

TEST(Gate, FindsThePasswordOfAnAddressAlone) {
  const Secret url("postgres://app:sunshine-state@db.example.com/x");
  const std::vector<KnownSecret> secrets{{"DATABASE_URL", &url}};
  const Gate gate(secrets);
  EXPECT_FALSE(gate.pass("the password is sunshine-state", Form::file, "x").has_value());
  EXPECT_TRUE(gate.pass("db.example.com", Form::file, "x").has_value());
}

TEST(Gate, FindsEachLineOfAKeyFile) {
  const Secret key(
      "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEF\nAASCBKcwggSjAgEAAoIBAQC7VJTU\n-----END PRIVATE "
      "KEY-----");
  const std::vector<KnownSecret> secrets{{"SIGNING", &key}};
  const Gate gate(secrets);
  EXPECT_FALSE(gate.pass("x AASCBKcwggSjAgEAAoIBAQC7VJTU x", Form::file, "x").has_value());
  EXPECT_TRUE(gate.pass("-----BEGIN PRIVATE KEY-----", Form::file, "x").has_value());
}

TEST(Gate, WithoutSecretsEverythingPasses) {
  const Gate gate({});
  EXPECT_TRUE(gate.pass("anything", Form::log, "log").has_value());
}

TEST(Views, LeaveWhatIsNotEncodedAlone) {
  for (const View& view : views()) EXPECT_FALSE(view.decode("plain words, 18 % off").has_value()) << view.name;
  for (const View& view : views()) {
    const auto decoded = view.decode("%zz &nothing; =zz \\q &#x110000; &#; \\u12");
    EXPECT_FALSE(decoded.has_value()) << view.name;
  }
}

TEST_F(GateTest, LooksAtTheNewHeaderOfAReaddressedMessage) {
  const mail::Message message{.from = {"", "a@example.com"},
                              .to = {{"", "b@example.com"}},
                              .subject = "Report",
                              .date = {},
                              .text = "Text\n",
                              .html = "<p>Text</p>\n",
                              .images = {},
                              .attachments = {},
                              .headers = {}};
  const auto passed = gate_.pass(mail::compose(message).value(), Form::message, "ceo.eml");
  ASSERT_TRUE(passed);
  const auto other = gate_.readdressed(*passed, {.to = {{"", "c@example.com"}}, .headers = {{"X-Key", "k1"}}});
  ASSERT_TRUE(other);
  EXPECT_THAT(other->bytes(), testing::AllOf(HasSubstr("To: c@example.com\r\n"), HasSubstr("X-Key: k1\r\n"),
                                             Not(HasSubstr("b@example.com"))));
  const std::string_view body = passed->bytes().substr(passed->bytes().find("\r\n\r\n"));
  EXPECT_TRUE(other->bytes().ends_with(body));
  const auto leaky =
      gate_.readdressed(*passed, {.to = {{"", "c@example.com"}}, .headers = {{"X-Key", std::string(kToken)}}});
  ASSERT_FALSE(leaky);
  EXPECT_EQ(leaky.error().kind, ErrorKind::refused);
  EXPECT_THAT(leaky.error().what, HasSubstr("DEPLOY_TOKEN"));
  const auto bent = gate_.readdressed(*passed, {.to = {{"x\r\nBcc: d@example.com", "c@example.com"}}, .headers = {}});
  ASSERT_FALSE(bent);
  EXPECT_EQ(bent.error().kind, ErrorKind::invalid);
}

}  // namespace
}  // namespace qd::gate
