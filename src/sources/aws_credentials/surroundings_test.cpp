#include "sources/aws_credentials/surroundings.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support/aws_surroundings.hpp"

namespace qd::sources {
namespace {

TEST(ReadSecretFile, FollowsLinksToSmallFiles) {
  const test::AwsHome home;
  const std::string path = home.write("real", "token\n");
  std::filesystem::create_symlink(path, home.folder / "link");
  EXPECT_EQ(read_secret_file(home.folder / "link")->reveal(), "token\n");
  EXPECT_EQ(read_secret_file(home.folder / "none").error().kind, ErrorKind::not_found);
}

TEST(ReadSecretFile, RefusesWhatIsNoFile) {
  const test::AwsHome home;
  ASSERT_EQ(mkfifo((home.folder / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(read_secret_file(home.folder / "pipe").error().kind, ErrorKind::invalid);
  EXPECT_EQ(read_secret_file(home.folder).error().kind, ErrorKind::invalid);
  home.write("large", std::string((std::size_t{1} << 20) + 1, 'x'));
  EXPECT_EQ(read_secret_file(home.folder / "large").error().kind, ErrorKind::invalid);
}

}  // namespace
}  // namespace qd::sources
