#include "aws/profiles.hpp"

#include <gtest/gtest.h>

namespace qd::aws {
namespace {

TEST(Profiles, ReadBothFilesAndPreferTheCredentials) {
  Profiles profiles;
  profiles.read(Profiles::File::credentials,
                "\xEF\xBB\xBF# comment\r\n[default]\r\naws_access_key_id = ID\r\nAWS_SECRET_ACCESS_KEY=a=b/c+\r\n\r\n"
                "[work]\naws_access_key_id=W ; mine\n");
  profiles.read(Profiles::File::config,
                "region = nowhere\n[default]\nregion = eu-west-1   # there\naws_access_key_id = other\n"
                "[profile work]\nrole_arn = arn:aws:iam::1:role/r\n[ignored]\nregion = x\n"
                "[profile \"with space\"]\nregion = y\n[sso-session s]\nsso_region = z\n[services t]\nx = 1\n");
  EXPECT_EQ(profiles.value("default", "aws_access_key_id"), "ID");
  EXPECT_EQ(profiles.value(Profiles::File::config, "default", "aws_access_key_id"), "other");
  EXPECT_EQ(profiles.value("default", "aws_secret_access_key"), "a=b/c+");
  EXPECT_EQ(profiles.value("default", "region"), "eu-west-1");
  EXPECT_EQ(profiles.value("work", "aws_access_key_id"), "W");
  EXPECT_EQ(profiles.value("work", "role_arn"), "arn:aws:iam::1:role/r");
  EXPECT_EQ(profiles.value("with space", "region"), "y");
  EXPECT_EQ(profiles.sso_session("s", "sso_region"), "z");
  EXPECT_EQ(profiles.value("default", "none"), "");
  EXPECT_TRUE(profiles.has("work"));
  EXPECT_FALSE(profiles.has("ignored"));
  EXPECT_FALSE(profiles.has("t"));
}

TEST(Profiles, ReadIndentedSettingsAndPassOverNestedOnes) {
  Profiles profiles;
  profiles.read(
      Profiles::File::config,
      "[default]\n  region = eu-west-1\n  s3 =\n    region = nested\n    addressing_style = path\n"
      "  output = json\nnot a setting\n[profile broken\nregion = lost\n[profile b]\nregion = 1\nregion = 2\n");
  EXPECT_EQ(profiles.value("default", "region"), "eu-west-1");
  EXPECT_EQ(profiles.value("default", "output"), "json");
  EXPECT_EQ(profiles.value("default", "addressing_style"), "");
  EXPECT_FALSE(profiles.has("broken"));
  EXPECT_EQ(profiles.value("b", "region"), "2");
}

TEST(Profiles, TakeACommandAsItIs) {
  Profiles profiles;
  profiles.read(Profiles::File::config, "[default]\ncredential_process = \"/opt/my tool\" --tag \"a # b\"\n");
  EXPECT_EQ(profiles.value("default", "credential_process"), "\"/opt/my tool\" --tag \"a # b\"");
}

TEST(Profiles, SurviveAnyBytes) {
  Profiles profiles;
  for (const std::string_view bytes :
       {std::string_view(), std::string_view("["), std::string_view("[]\n=\n"), std::string_view("\0\0\0", 3),
        std::string_view("[profile]\na=b"), std::string_view("[default]\n=x\n")})
    profiles.read(Profiles::File::config, bytes);
  EXPECT_FALSE(profiles.has(""));
}

}  // namespace
}  // namespace qd::aws
