#include "sources/aws_credentials/chain.hpp"

#include <gtest/gtest.h>

#include "support/aws_surroundings.hpp"

namespace qd::sources {
namespace {

using test::AwsHome;

Moment at(std::string_view time) { return *parse_moment("2026-05-21T" + std::string(time) + "Z"); }

std::string id_of(const Result<std::shared_ptr<const aws::Credentials>>& got) {
  return got ? std::string((*got)->access_key_id.reveal()) : "error: " + got.error().what;
}

aws::Credentials fixed(std::string id) {
  return {Secret(std::move(id)), Secret("K"), Secret(), std::nullopt, "repos.env:12"};
}

/// A task whose credentials end at the hour, with the number of the question as id.
class Task {
 public:
  explicit Task(AwsHome& home) {
    home.variables["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "/x";
    home.answer = [this](const HttpRequest&) -> HttpResult {
      ++asked;
      if (down) return std::unexpected(HttpFailure{false, "connection refused"});
      return test::ok(test::keys_json("ID" + std::to_string(asked), expires));
    };
  }
  int asked = 0;
  bool down = false;
  std::string expires = "2026-05-21T10:00:00Z";
};

TEST(CredentialChain, PrefersTheKeysOfTheSettings) {
  AwsHome home;
  Task task(home);
  CredentialChain chain(home.around(), fixed("FIXED"), home.http);
  const auto first = chain.get(at("09:00:00"));
  EXPECT_EQ(id_of(first), "FIXED");
  EXPECT_EQ((*first)->source, "repos.env:12");
  chain.forget();
  EXPECT_EQ(*chain.get(at("23:00:00")), *first);
  EXPECT_EQ(task.asked, 0);
}

TEST(CredentialChain, AsksThePlacesInTheOrderOfAwsTools) {
  AwsHome home;
  Task task(home);
  EXPECT_EQ(id_of(CredentialChain(home.around(), {}, home.http).get(at("09:00:00"))), "ID1");
  home.write(".aws/credentials", "[default]\naws_access_key_id=PROFILE\naws_secret_access_key=K\n");
  EXPECT_EQ(id_of(CredentialChain(home.around(), {}, home.http).get(at("09:00:00"))), "PROFILE");
  home.variables["AWS_WEB_IDENTITY_TOKEN_FILE"] = home.write("token", "JWT");
  home.variables["AWS_ROLE_ARN"] = "arn:aws:iam::1:role/r";
  home.answer = [](const HttpRequest&) { return test::ok(test::assumed_role("WEB")); };
  EXPECT_EQ(id_of(CredentialChain(home.around(), {}, home.http).get(at("09:00:00"))), "WEB");
}

TEST(CredentialChain, SaysWhereItLookedWhenThereAreNone) {
  AwsHome home;
  const auto got = CredentialChain(home.around(), {}, home.http).get(at("09:00:00"));
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().kind, ErrorKind::not_found);
  for (const std::string_view place :
       {"AWS_ACCESS_KEY_ID", "AWS_WEB_IDENTITY_TOKEN_FILE", "profile default", ".aws/credentials",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "no instance answers"})
    EXPECT_NE(got.error().what.find(place), std::string::npos) << got.error().what;
}

TEST(CredentialChain, StopsAtAPlaceThatIsSetUpAndFails) {
  AwsHome home;
  Task task(home);
  home.variables["AWS_PROFILE"] = "absent";
  const auto got = CredentialChain(home.around(), {}, home.http).get(at("09:00:00"));
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().kind, ErrorKind::invalid);
  EXPECT_EQ(task.asked, 0);
}

TEST(CredentialChain, FetchesAnewFiveMinutesBeforeTheEnd) {
  AwsHome home;
  Task task(home);
  CredentialChain chain(home.around(), {}, home.http);
  EXPECT_EQ(id_of(chain.get(at("09:00:00"))), "ID1");
  EXPECT_EQ(id_of(chain.get(at("09:54:59"))), "ID1");
  EXPECT_EQ(id_of(chain.get(at("09:55:00"))), "ID2");
  chain.forget();
  EXPECT_EQ(id_of(chain.get(at("09:55:01"))), "ID3");
}

TEST(CredentialChain, UsesWhatLivesShortlyForHalfItsLife) {
  AwsHome home;
  Task task(home);
  CredentialChain chain(home.around(), {}, home.http);
  EXPECT_EQ(id_of(chain.get(at("09:58:00"))), "ID1");
  EXPECT_EQ(id_of(chain.get(at("09:58:59"))), "ID1");
  EXPECT_EQ(id_of(chain.get(at("09:59:00"))), "ID2");
}

TEST(CredentialChain, GoesOnWithWhatIsValidWhileThePlaceIsDown) {
  AwsHome home;
  Task task(home);
  CredentialChain chain(home.around(), {}, home.http);
  ASSERT_EQ(id_of(chain.get(at("09:00:00"))), "ID1");
  task.down = true;
  EXPECT_EQ(id_of(chain.get(at("09:56:00"))), "ID1");
  EXPECT_EQ(id_of(chain.get(at("09:56:01"))), "ID1");
  EXPECT_EQ(task.asked, 2);  // not once for every call
  EXPECT_FALSE(chain.get(at("10:00:00")));
  EXPECT_EQ(task.asked, 3);
  EXPECT_FALSE(chain.get(at("10:00:01")));
  EXPECT_EQ(task.asked, 3);
  task.down = false;
  task.expires = "2026-05-21T11:00:00Z";
  EXPECT_EQ(id_of(chain.get(at("10:00:10"))), "ID4");
}

TEST(CredentialChain, RefusesWhatCannotBeKeysOrIsOver) {
  AwsHome home;
  Task task(home);
  task.expires = "2026-05-21T08:00:00Z";
  EXPECT_EQ(CredentialChain(home.around(), {}, home.http).get(at("09:00:00")).error().kind, ErrorKind::unavailable);
  const auto folded = CredentialChain(home.around(), fixed("ID\r\nX-Evil: 1"), home.http).get(at("09:00:00"));
  ASSERT_FALSE(folded);
  EXPECT_EQ(folded.error().what.find("Evil"), std::string::npos);
  EXPECT_NE(folded.error().what.find("repos.env:12"), std::string::npos);
}

}  // namespace
}  // namespace qd::sources
