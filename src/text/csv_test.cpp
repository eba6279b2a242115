#include "text/csv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace qd::text {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

struct Read {
  SourceText source;
  Diagnostics diagnostics;
  std::vector<std::string> rows;  ///< "line-last: field|field"
  char separator = 0;

  explicit Read(std::string_view text, char wanted = 0) : source(text) {
    CsvReader reader(source, "books.csv", diagnostics, wanted);
    separator = reader.separator();
    while (const CsvRow* row = reader.next()) {
      std::string out = std::to_string(row->line);
      if (row->last_line != row->line) out += "-" + std::to_string(row->last_line);
      char before = ':';
      for (const std::string_view field : row->fields) {
        out += before;
        out += field;
        before = '|';
      }
      rows.push_back(out);
    }
  }
};

TEST(Csv, ReadsRowsWithTheirLines) {
  EXPECT_THAT(Read("date,amount\r\n2026-05-01,\"1,200.00\"\r\n\r\n,\r\n").rows,
              ElementsAre("1:date|amount", "2:2026-05-01|1,200.00", "4:|"));
  EXPECT_THAT(Read("a,b").rows, ElementsAre("1:a|b"));
  EXPECT_THAT(Read("a,b\rc,d\r").rows, ElementsAre("1:a|b", "2:c|d"));
  EXPECT_THAT(Read("\xEF\xBB\xBF\"a\",b\n").rows, ElementsAre("1:a|b"));
  EXPECT_THAT(Read("").rows, IsEmpty());
  EXPECT_THAT(Read("\n\n").rows, IsEmpty());
}

TEST(Csv, QuotedFieldsHoldQuotesSeparatorsAndLines) {
  const Read read("a,\"say \"\"hi\"\"\",\"x\ny\",\"\"\nb,\"\"\"\",\"\"\"x\"\"\",z\n");
  EXPECT_THAT(read.rows, ElementsAre("1-2:a|say \"hi\"|x\ny|", "3:b|\"|\"x\"|z"));
  EXPECT_THAT(read.diagnostics, IsEmpty());
}

TEST(Csv, RaggedRowsStayAsTheyAre) {
  EXPECT_THAT(Read("a,b,c\n1\n1,2,3,4\n").rows, ElementsAre("1:a|b|c", "2:1", "3:1|2|3|4"));
}

TEST(Csv, GuessesTheSeparator) {
  EXPECT_EQ(Read("a;b\n1,5;2,5\n").separator, ';');
  EXPECT_EQ(Read("a\tb\n1,5\t2\n").separator, '\t');
  EXPECT_EQ(Read("a,b\n\"x;y;z\",2\n").separator, ',');
  EXPECT_EQ(Read("one column\nvalue\n").separator, ',');
  EXPECT_EQ(Read("date;text;amount\n2026-01-01;a, b, c;1,00\n2026-01-02;d;2,00\n").separator, ';');
  EXPECT_THAT(Read("a;b,c\n", ',').rows, ElementsAre("1:a;b|c"));
}

TEST(Csv, DamagedQuotesAreSaidAndReadOn) {
  const Read read("a,\"b\"c,d\ne,\"open\nf,g\nh,\"i\"\n\"j\nk\",l\n");
  EXPECT_THAT(read.rows, ElementsAre("1:a|bc|d", "2-4:e|open\nf,g\nh,i\"", "5-6:j\nk|l"));
  ASSERT_THAT(read.diagnostics, SizeIs(2));
  EXPECT_EQ(read.diagnostics[0].at, (Position{1, 3, 1}));
  EXPECT_EQ(read.diagnostics[0].line, "a,\"b\"c,d");
}

TEST(Csv, AQuoteThatIsNeverClosedEndsWithItsLine) {
  const Read read("a,\"b\nc,d\n");
  EXPECT_THAT(read.rows, ElementsAre("1:a|\"b", "2:c|d"));
  ASSERT_THAT(read.diagnostics, SizeIs(1));
  EXPECT_EQ(read.diagnostics[0].code, "csv-quote-open");
}

TEST(Csv, SurvivesHostileFiles) {
  std::string open;
  for (int i = 0; i < 20'000; ++i) open += "\"\"\"a\n";
  EXPECT_THAT(Read(open).rows, Not(IsEmpty()));
  EXPECT_THAT(Read(std::string(1'000'000, ',')).rows, SizeIs(1));
  EXPECT_THAT(Read(std::string(1'000'001, '"')).rows, SizeIs(1));
  EXPECT_THAT(Read(std::string("a,b\0c\n1,2\n\n\n\n\n\n\n\n\n\n", 19)).rows, SizeIs(2));
}

TEST(Csv, ViewsOfARowStayTrueHoweverManyFieldsHadQuotes) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += (i == 0 ? "\"a\"\"" : ",\"a\"\"") + std::to_string(i) + "\"";
  const SourceText source(text);
  Diagnostics diagnostics;
  CsvReader reader(source, "x.csv", diagnostics, ',');
  const CsvRow* row = reader.next();
  ASSERT_NE(row, nullptr);
  ASSERT_THAT(row->fields, SizeIs(100));
  for (std::size_t i = 0; i < 100; ++i) EXPECT_EQ(row->fields[i], "a\"" + std::to_string(i));
}

}  // namespace
}  // namespace qd::text
