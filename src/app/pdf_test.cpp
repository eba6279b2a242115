// PDF through a program of the name `weasyprint`: a stand-in that does what a real one may do, and the real one if it
// is installed.
#include "app/pdf.hpp"

#include <gmock/gmock.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace qd::app {
namespace {

using testing::HasSubstr;
using testing::StartsWith;
namespace fs = std::filesystem;

class Pdf : public testing::Test {
 protected:
  Pdf() {
    std::string name = (fs::temp_directory_path() / "quarterdeck-pdf-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~Pdf() override { fs::remove_all(folder_); }

  /// A shell script as the program.
  [[nodiscard]] PdfMaker maker(const std::string& script) const {
    const fs::path program = folder_ / "weasyprint";
    std::ofstream(program) << "#!/bin/sh\n" << script << "\n";
    fs::permissions(program, fs::perms::owner_all);
    return *PdfMaker::find(folder_.string());
  }

  static gate::Outgoing page(std::string bytes) {
    return std::move(*gate::Gate({}).pass(std::move(bytes), gate::Form::page, "ceo.html"));
  }

  fs::path folder_;
};

TEST_F(Pdf, IsWhatTheProgramGivesForThePage) {
  const auto pdf = maker("printf '%%PDF-1.7 '; cat").make(page("<p>page</p>"));
  ASSERT_TRUE(pdf) << pdf.error().what;
  EXPECT_EQ(*pdf, "%PDF-1.7 <p>page</p>");
}

TEST_F(Pdf, LargePagesGoThroughBothPipesAtOnce) {
  const std::string large(3'000'000, 'x');
  const auto pdf = maker("printf '%%PDF-'; cat").make(page(large));
  ASSERT_TRUE(pdf) << pdf.error().what;
  EXPECT_EQ(pdf->size(), large.size() + 5);
}

TEST_F(Pdf, FailuresSayWhatTheProgramSaid) {
  const auto failed = maker("cat >/dev/null; echo warning >&2; echo 'no fonts here' >&2; exit 3").make(page("x"));
  ASSERT_FALSE(failed);
  EXPECT_THAT(failed.error().what, HasSubstr("no fonts here"));
  EXPECT_THAT(maker("exit 0").make(page(std::string(500'000, 'x'))).error().what, HasSubstr("gave no PDF"));
  EXPECT_THAT(maker("kill -9 $$").make(page("x")).error().what, HasSubstr("failed"));
}

TEST_F(Pdf, TheProgramSeesNothingOfOurEnvironment) {
  ::setenv("STRIPE_SECRET_KEY", "not-for-you", 1);
  const auto pdf = maker("cat >/dev/null; printf '%%PDF-'; env").make(page("x"));
  ::unsetenv("STRIPE_SECRET_KEY");
  ASSERT_TRUE(pdf);
  EXPECT_THAT(*pdf, testing::Not(HasSubstr("not-for-you")));
  EXPECT_THAT(*pdf, HasSubstr("PATH="));
}

TEST_F(Pdf, NoProgramIsTakenFromThePresentFolder) {
  const PdfMaker there = maker("exit 0");
  EXPECT_FALSE(PdfMaker::find(""));
  EXPECT_FALSE(PdfMaker::find(":."));
  EXPECT_FALSE(PdfMaker::find((folder_ / "none").string()));
  EXPECT_TRUE(PdfMaker::find("/none:" + folder_.string()));
  fs::permissions(folder_ / "weasyprint", fs::perms::owner_read);
  if (::geteuid() != 0) {
    EXPECT_FALSE(PdfMaker::find(folder_.string()));
  }
}

TEST_F(Pdf, TheRealProgramMakesTheSameFileTwice) {
  const auto real = PdfMaker::find();
  if (!real) return;  // what it would show is shown by the stand-in
  const auto once = real->make(page("<!doctype html><html lang=\"en\"><title>x</title><p>Burn is $7.0K</p></html>"));
  ASSERT_TRUE(once) << once.error().what;
  EXPECT_THAT(*once, StartsWith("%PDF-"));
  EXPECT_EQ(*once, *real->make(page("<!doctype html><html lang=\"en\"><title>x</title><p>Burn is $7.0K</p></html>")));
}

}  // namespace
}  // namespace qd::app
