#include "sources/books/books.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>
#include <string>
#include <vector>

#include "sources/books/account.hpp"
#include "sources/books/figures.hpp"

namespace qd::sources {
namespace {

using model::AttributeKey;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class Books : public testing::Test {
 protected:
  void read(std::string_view bytes, std::string_view path = "books/jada.csv", std::string_view currency = "USD") {
    const BooksInput input{path, bytes, Date{20'000}};
    read_books(input, {entities_, Currency(currency)}, table_, diagnostics_);
  }

  [[nodiscard]] std::string attribute(const model::Fact& fact, AttributeKey key) const {
    const auto found = table_.attribute(fact, key);
    if (!found) return "";
    return found->kind == model::AttributeKind::date ? to_string(found->date())
                                                     : std::string(table_.text(found->text()));
  }

  /// "money.expense 25 USD Expenses:Cloud": value and account of each fact of the predicate, in order.
  [[nodiscard]] std::vector<std::string> facts(std::string_view predicate) const {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < table_.size(); ++i) {
      const model::Fact& fact = table_[i];
      if (table_.text(fact.predicate) != predicate) continue;
      const std::string value = fact.value == model::ValueKind::missing ? "missing" : to_decimal(fact.lo, Unit::money);
      out.push_back(fmt::format("{} {} {}", value, fact.currency.code(), attribute(fact, AttributeKey::account)));
    }
    return out;
  }

  [[nodiscard]] std::vector<std::string> codes() const {
    std::vector<std::string> out;
    for (const Diagnostic& one : diagnostics_) out.push_back(fmt::format("{} {}", one.code, one.at.line));
    return out;
  }

  [[nodiscard]] const model::Fact& only(std::string_view predicate) const {
    const model::Fact* found = nullptr;
    for (std::size_t i = 0; i < table_.size(); ++i) {
      if (table_.text(table_[i].predicate) == predicate) found = &table_[i];
    }
    EXPECT_NE(found, nullptr) << predicate;
    return *found;
  }

  std::vector<model::Entity> entities_ = {{.id = "jada", .name = "JADA"},
                                          {.id = "quickdumpnow", .name = "QuickDumpNow", .aliases = {"QDN"}}};
  model::FactTable table_;
  Diagnostics diagnostics_;
};

TEST_F(Books, ReadsAPlainTable) {
  read(
      "date,account,description,amount,currency\n"
      "2026-05-01,1000 Cash,Opening balance,500.00,USD\n"
      "2026-05-02,6100 Cloud,Hosting,25.50,USD\n"
      "2026-05-03,4000 Charter revenue,\"Sail, 3 h\",\"1,560.00\",USD\n"
      "2026-05-04,6100 Cloud,Refund,-5.50,USD\n"
      "2026-05-05,1000 Cash,Sail,1560.00,USD\n");
  EXPECT_THAT(facts("money.expense"), ElementsAre("25.5 USD 6100 Cloud", "-5.5 USD 6100 Cloud"));
  EXPECT_THAT(facts("money.revenue"), ElementsAre("1560 USD 4000 Charter revenue"));
  EXPECT_THAT(facts("money.cash"), ElementsAre("2060 USD 1000 Cash"));
  EXPECT_THAT(facts("account.balance"), ElementsAre("2060 USD 1000 Cash"));
  EXPECT_THAT(diagnostics_, IsEmpty());
  const model::Fact& sail = only("money.revenue");
  EXPECT_EQ(sail.kind, model::Kind::measured);
  EXPECT_EQ(sail.basis, model::Basis::actual);
  EXPECT_EQ(sail.per, Cadence::once);
  EXPECT_EQ(sail.line, 4u);
  EXPECT_EQ(to_string(sail.as_of), "2026-05-03");
  EXPECT_EQ(table_.text(sail.subject), "jada");
  EXPECT_EQ(sail.subject_kind, model::SubjectKind::project);
  EXPECT_EQ(table_.text(sail.entity), "jada");
  EXPECT_EQ(table_.text(sail.section), "Books");
  EXPECT_EQ(attribute(sail, AttributeKey::label), "Sail, 3 h");
  EXPECT_EQ(attribute(sail, AttributeKey::date), "2026-05-03");
  EXPECT_EQ(attribute(sail, AttributeKey::period), "2026-05");
  const model::Document& document = table_.documents()[0];
  EXPECT_EQ(to_string(document.as_of), "2026-05-05");
  EXPECT_EQ(document.as_of_source, model::AsOfSource::document);
  EXPECT_EQ(document.lines, 5u);
  EXPECT_EQ(document.understood, 5u);
}

TEST_F(Books, ReadsAnHledgerRegister) {
  read(
      "\"txnidx\",\"date\",\"code\",\"description\",\"account\",\"amount\",\"total\"\n"
      "\"1\",\"2026-05-01\",\"\",\"opening balances\",\"assets:bank:checking\",\"$2,000.00\",\"$2,000.00\"\n"
      "\"1\",\"2026-05-01\",\"\",\"opening balances\",\"equity:opening\",\"$-2,000.00\",\"0\"\n"
      "\"2\",\"2026-05-02\",\"\",\"Hosting\",\"expenses:cloud\",\"$25.00\",\"$25.00\"\n"
      "\"2\",\"2026-05-02\",\"\",\"Hosting\",\"assets:bank:checking\",\"$-25.00\",\"0\"\n"
      "\"3\",\"2026-05-03\",\"\",\"Sail\",\"income:charters\",\"$-1,560.00\",\"$-1,560.00\"\n"
      "\"3\",\"2026-05-03\",\"\",\"Sail\",\"assets:receivable\",\"$1,560.00\",\"0\"\n"
      "\"4\",\"2026-05-04\",\"\",\"Deposit\",\"liabilities:deposits\",\"$-500.00\",\"$-500.00\"\n"
      "\"4\",\"2026-05-04\",\"\",\"Deposit\",\"assets:bank:checking\",\"$500.00\",\"0\"\n");
  EXPECT_THAT(facts("money.expense"), ElementsAre("25 USD expenses:cloud"));
  EXPECT_THAT(facts("money.revenue"), ElementsAre("1560 USD income:charters"));
  EXPECT_THAT(facts("money.cash"), ElementsAre("2475 USD assets:bank:checking"));
  EXPECT_THAT(facts("money.receivable"), ElementsAre("1560 USD assets:receivable"));
  EXPECT_THAT(facts("money.deposit"), ElementsAre("500 USD liabilities:deposits"));
  EXPECT_THAT(facts("account.balance"), ElementsAre("2475 USD assets:bank:checking", "2000 USD equity:opening",
                                                    "1560 USD assets:receivable", "500 USD liabilities:deposits"));
  EXPECT_THAT(diagnostics_, IsEmpty());
}

TEST_F(Books, ReadsAnHledgerPrint) {
  read(
      "\"txnidx\",\"date\",\"date2\",\"status\",\"code\",\"description\",\"comment\",\"account\",\"amount\","
      "\"commodity\","
      "\"credit\",\"debit\",\"posting-status\",\"posting-comment\"\n"
      "\"1\",\"2026-05-02\",\"\",\"\",\"\",\"Hosting\",\"\",\"Expenses:Cloud\",\"25.00\",\"€\",\"\",\"25.00\",\"\","
      "\"\"\n"
      "\"1\",\"2026-05-02\",\"\",\"\",\"\",\"Hosting\",\"\",\"Income:Web\",\"-90\",\"€\",\"90\",\"\",\"\",\"\"\n");
  EXPECT_THAT(facts("money.expense"), ElementsAre("25 EUR Expenses:Cloud"));
  EXPECT_THAT(facts("money.revenue"), ElementsAre("90 EUR Income:Web"));
}

TEST_F(Books, ReadsALedgerCsvWithoutHeader) {
  read(
      "\"2026/05/02\",\"\",\"Hosting\",\"Expenses:Cloud\",\"$\",\"25\",\"*\",\"\"\n"
      "\"2026/05/02\",\"\",\"Hosting\",\"Assets:Checking\",\"$\",\"-25\",\"*\",\"\"\n"
      "\"2026/05/09\",\"\",\"Job 12\",\"Income:Hauling\",\"$\",\"-600\",\"\",\"note\"\n");
  EXPECT_THAT(facts("money.expense"), ElementsAre("25 USD Expenses:Cloud"));
  EXPECT_THAT(facts("money.revenue"), ElementsAre("600 USD Income:Hauling"));
  EXPECT_EQ(attribute(only("money.revenue"), AttributeKey::label), "Job 12");
}

TEST_F(Books, ReadsBeancountPositionsAndNumbers) {
  read(
      "date,account,payee,narration,position\n"
      "2026-05-02,Expenses:Cloud,Host Ltd,Hosting,   25.00 USD\n"
      "2026-05-03,Income:Charters,,Sail, -1560.00 USD\n"
      "2026-05-03,Assets:Shares,,Buy,10 AAPLX {150.00 USD}\n");
  EXPECT_THAT(facts("money.expense"), ElementsAre("25 USD Expenses:Cloud"));
  EXPECT_THAT(facts("money.revenue"), ElementsAre("1560 USD Income:Charters"));
  EXPECT_THAT(facts("account.balance"), IsEmpty());
  EXPECT_EQ(attribute(only("money.expense"), AttributeKey::label), "Hosting");
  EXPECT_THAT(codes(), ElementsAre("books-commodity 4"));

  read(
      "date,account,payee,narration,number,currency\n"
      "2026-06-02,Expenses:Cloud,Host Ltd,,30,EUR\n",
      "books/jada/2026.csv");
  EXPECT_THAT(facts("money.expense"), ElementsAre("25 USD Expenses:Cloud", "30 EUR Expenses:Cloud"));
  EXPECT_EQ(table_.text(table_.documents()[1].project), "jada-2026");
}

TEST_F(Books, DecidesSignsOnceForAFile) {
  read(
      "date,account,description,amount\n2026-05-01,Revenue,a,-100\n2026-05-02,Revenue,b,-50\n2026-05-03,Revenue,refund,"
      "20\n"
      "2026-05-03,Expenses:Rent,c,70\n");
  EXPECT_THAT(facts("money.revenue"), ElementsAre("100 USD Revenue", "50 USD Revenue", "-20 USD Revenue"));
  EXPECT_THAT(facts("money.expense"), ElementsAre("70 USD Expenses:Rent"));
}

TEST_F(Books, TurnsMoneyOutOfAPlainFile) {
  read(
      "date,account,description,amount\n2026-05-01,Revenue,a,100\n2026-05-02,Expenses:Rent,b,-50\n2026-05-03,Expenses:"
      "Rent,c,-70\n");
  EXPECT_THAT(facts("money.revenue"), ElementsAre("100 USD Revenue"));
  EXPECT_THAT(facts("money.expense"), ElementsAre("50 USD Expenses:Rent", "70 USD Expenses:Rent"));
}

TEST_F(Books, LeavesAnInvertedRegisterAsItIs) {
  read(
      "txnidx,date,code,description,account,amount,total\n1,2026-05-01,,a,Income:Web,100,100\n2,2026-05-02,,b,Income:"
      "Web,50,150\n");
  EXPECT_THAT(facts("money.revenue"), ElementsAre("100 USD Income:Web", "50 USD Income:Web"));
}

TEST_F(Books, ReadsDebitAndCreditColumnsAndDecimalCommas) {
  read(
      "Datum;Konto;Text;Soll;Haben\n01.05.2026;Expenses:Miete;Büro;1.234,50;\n02.05.2026;Income:Web;Kunde;;2.000,00\n"
      "03.05.2026;Income:Web;Kunde;0,00;500\n",
      "books/jada.csv", "EUR");
  EXPECT_THAT(facts("money.expense"), ElementsAre("1234.5 EUR Expenses:Miete"));
  EXPECT_THAT(facts("money.revenue"), ElementsAre("2000 EUR Income:Web", "500 EUR Income:Web"));
  EXPECT_THAT(diagnostics_, IsEmpty());
}

TEST_F(Books, KeepsCurrenciesApart) {
  read(
      "date,account,description,amount\n2026-05-01,Expenses:Travel,a,\"10.00 EUR, 5.00 "
      "USD\"\n2026-05-02,Expenses:Travel,b,CHF 7\n");
  EXPECT_THAT(facts("money.expense"),
              ElementsAre("10 EUR Expenses:Travel", "5 USD Expenses:Travel", "7 CHF Expenses:Travel"));
}

TEST_F(Books, TakesTheOnlyCurrencyOfTheFileForRowsWithoutOne) {
  read(
      "date,account,description,amount,currency\n2026-05-01,Expenses:Travel,a,10,EUR\n2026-05-02,Expenses:Travel,b,7,"
      "\n");
  EXPECT_THAT(facts("money.expense"), ElementsAre("10 EUR Expenses:Travel", "7 EUR Expenses:Travel"));
}

TEST_F(Books, SaysWhichMonthsAreCovered) {
  read(
      "date,account,description,amount\n2026-01-15,Expenses:Rent,a,10\n2026-04-02,Expenses:Rent,b,7\n2026-03-02,Assets:"
      "Cash,c,7\n");
  const model::Fact& covered = only("books.covered");
  EXPECT_EQ(table_.text(covered.text), "2026-01 to 2026-04");
  EXPECT_EQ(attribute(covered, AttributeKey::start), "2026-01-01");
  EXPECT_EQ(attribute(covered, AttributeKey::end), "2026-04-02");
  EXPECT_EQ(table_.text(covered.entity), "jada");
}

TEST_F(Books, DoNotCoverAnEntityOfWhichTheyHoldBalancesOnly) {
  read("date,account,description,amount\n2026-01-15,Assets:Cash,a,10\n");
  EXPECT_THAT(facts("books.covered"), IsEmpty());
  EXPECT_THAT(facts("money.cash"), ElementsAre("10 USD Assets:Cash"));
}

TEST_F(Books, GiveRowsToTheEntityOfTheirColumn) {
  read(
      "date,account,description,amount,entity\n2026-05-01,Expenses:Rent,a,10,JADA\n2026-05-02,Expenses:Rent,b,7,QDN\n"
      "2026-05-03,Expenses:Rent,c,8,nobody\n2026-05-03,Expenses:Rent,c,9,nobody\n",
      "books/all.csv");
  std::vector<std::string> owners;
  for (std::size_t i = 0; i < table_.size(); ++i) {
    if (table_.text(table_[i].predicate) == "money.expense") owners.emplace_back(table_.text(table_[i].entity));
  }
  EXPECT_THAT(owners, ElementsAre("jada", "quickdumpnow", "unassigned", "unassigned"));
  EXPECT_THAT(codes(), ElementsAre("books-entity 4"));
  EXPECT_EQ(facts("books.covered").size(), 3u);
}

TEST_F(Books, KnowTheirEntityByFolderOrName) {
  const std::string_view row = "date,account,description,amount\n2026-05-01,Expenses:Rent,a,10\n";
  for (const std::string_view path :
       {"books/jada/2026.csv", "books/jada.csv", "books/JADA.csv", "books/jada-2026.csv", "books/2026-jada.csv"}) {
    read(row, path);
    EXPECT_EQ(table_.text(table_.documents().back().entity), "jada") << path;
  }
  EXPECT_THAT(diagnostics_, IsEmpty());
  read(row, "books/other.csv");
  EXPECT_EQ(table_.text(table_.documents().back().entity), "unassigned");
  EXPECT_THAT(codes(), ElementsAre("books-unassigned 0"));
}

TEST_F(Books, DoNotKnowABalanceThatBeginsInTheMiddle) {
  read("date,account,description,amount\n2026-05-01,Assets:Checking,rent,-10\n2026-05-01,Expenses:Rent,a,10\n");
  EXPECT_THAT(facts("money.cash"), ElementsAre("missing USD Assets:Checking"));
}

TEST_F(Books, SayWhatCannotBeRead) {
  read(
      "date,account,description,amount\nyesterday,Expenses:Rent,a,10\n2026-05-01,,a,10\n2026-05-01,Expenses:Rent,a,"
      "ten\n"
      "2026-05-01,Expenses:Rent,a,0.00001\n2026-05-01,Petrol,a,10\n2026-05-02,Petrol,a,10\n03/04/"
      "2026,Expenses:Rent,a,10\n"
      "2026-05-01,Expenses:Rent,a,99999999999999999999\n2026-05-03,Expenses:Rent,good,10\n");
  EXPECT_THAT(codes(), ElementsAre("books-row 2", "books-row 3", "books-row 4", "books-row 5", "books-account 6",
                                   "books-row 8", "books-row 9"));
  EXPECT_THAT(facts("money.expense"), ElementsAre("10 USD Expenses:Rent"));
  EXPECT_EQ(diagnostics_[0].line, "yesterday,Expenses:Rent,a,10");
  EXPECT_EQ(table_.documents()[0].understood, 3u);
}

TEST_F(Books, DecideTheOrderOfDatesFromTheWholeFile) {
  read("date,account,description,amount\n03/04/2026,Expenses:Rent,a,10\n21/04/2026,Expenses:Rent,a,10\n");
  EXPECT_EQ(attribute(only("books.covered"), AttributeKey::end), "2026-04-21");
  EXPECT_EQ(attribute(only("books.covered"), AttributeKey::start), "2026-04-01");
  EXPECT_THAT(diagnostics_, IsEmpty());
}

TEST_F(Books, RefuseWhatIsNoExport) {
  read("name,colour\na,b\n");
  read("");
  read("\n\n");
  EXPECT_THAT(codes(), ElementsAre("books-columns 1", "books-empty 0", "books-empty 0"));
  EXPECT_EQ(table_.size(), 0u);
}

TEST_F(Books, LimitWhatTheySayOfAFileThatIsWrongThroughout) {
  std::string bytes = "date,account,description,amount\n";
  for (int i = 0; i < 1000; ++i) bytes += "x,Expenses:Rent,a,10\n";
  read(bytes);
  EXPECT_EQ(diagnostics_.size(), 21u);
  EXPECT_THAT(diagnostics_.back().message, HasSubstr("980 more rows"));
}

TEST_F(Books, AddUpToTheSumOfTheirRowsToTheCent) {
  std::string bytes = "date,account,description,amount\n";
  std::int64_t sum = 0;
  for (int i = 0; i < 500; ++i) {
    const int cents = (i * 7919) % 100'000 - 2'000;
    sum += cents;
    bytes += fmt::format("2026-05-{:02},Expenses:Rent,a,{}{}.{:02}\n", i % 28 + 1, cents < 0 ? "-" : "",
                         std::abs(cents) / 100, std::abs(cents) % 100);
  }
  read(bytes);
  std::int64_t read_sum = 0;
  for (std::size_t i = 0; i < table_.size(); ++i) {
    if (table_.text(table_[i].predicate) == "money.expense") read_sum += table_[i].lo;
  }
  EXPECT_EQ(read_sum, sum * 100);
}

TEST(ClassifyAccount, KnowsNamesAndNumbers) {
  using enum AccountClass;
  constexpr std::pair<std::string_view, AccountClass> kRows[] = {{"Expenses:Cloud", expense},
                                                                 {"expenses", expense},
                                                                 {"Expenses:Bank fees", expense},
                                                                 {"Expenses:Taxes", expense},
                                                                 {"Income:Salary", revenue},
                                                                 {"Revenue", revenue},
                                                                 {"revenues:charters", revenue},
                                                                 {"Charter revenue", revenue},
                                                                 {"Sales", revenue},
                                                                 {"Assets:Cash", cash},
                                                                 {"Assets:Bank:Checking", cash},
                                                                 {"assets:US:Savings", cash},
                                                                 {"Assets:Receivable", receivable},
                                                                 {"Accounts Receivable", receivable},
                                                                 {"Assets:Boat", debit},
                                                                 {"Liabilities:Deposits", deposit},
                                                                 {"Liabilities:Customer deposits", deposit},
                                                                 {"Customer deposits", deposit},
                                                                 {"Deferred revenue", deposit},
                                                                 {"Liabilities:Card", credit},
                                                                 {"Equity:Opening", credit},
                                                                 {"Sales tax payable", credit},
                                                                 {"1000 Cash", cash},
                                                                 {"1000", cash},
                                                                 {"1100 Receivables", receivable},
                                                                 {"1500 Boat", debit},
                                                                 {"2000 Customer deposits", deposit},
                                                                 {"2100 Sales and occupancy tax", credit},
                                                                 {"3000 Equity", credit},
                                                                 {"4010 Event tickets", revenue},
                                                                 {"5020 Platform commission", expense},
                                                                 {"6999", expense},
                                                                 {"7000 Other", unknown},
                                                                 {"6100:Cloud", expense},
                                                                 {"Rent expense", expense},
                                                                 {"Petrol", unknown},
                                                                 {"Checking", cash},
                                                                 {"", unknown},
                                                                 {"Ausgaben:Miete", expense},
                                                                 {"12 Apostles", unknown}};
  for (const auto& [name, wanted] : kRows) EXPECT_EQ(classify_account(name), wanted) << name;
}

TEST(ReadPostedAmounts, ReadsWhatProgramsPrint) {
  const auto read = [](std::string_view text, bool comma = false) {
    std::string out;
    for (const PostedAmount& one : read_posted_amounts(text, comma))
      out += fmt::format("{}|{};", to_decimal(one.units, Unit::money), one.commodity);
    return out;
  };
  EXPECT_EQ(read("$-1,200.00"), "-1200|$;");
  EXPECT_EQ(read("-$1,200.00"), "-1200|$;");
  EXPECT_EQ(read("-1200.5 USD"), "-1200.5|USD;");
  EXPECT_EQ(read("EUR 1.200,50", true), "1200.5|EUR;");
  EXPECT_EQ(read("(15.00)"), "-15|;");
  EXPECT_EQ(read("15.00-"), "-15|;");
  EXPECT_EQ(read("1'200.00 CHF"), "1200|CHF;");
  EXPECT_EQ(read("1 200,00 €", true), "1200|€;");
  EXPECT_EQ(read("0"), "0|;");
  EXPECT_EQ(read(".5"), "0.5|;");
  EXPECT_EQ(read("5 USD, 3 EUR"), "5|USD;3|EUR;");
  EXPECT_EQ(read("10 AAPLX {150.00 USD}"), "10|AAPLX;");
  for (const std::string_view text : {"", "ten", "1.2.3", "12,34,5", "0.00001", "1,2.3,4"})
    EXPECT_EQ(read(text), "") << text;
}

}  // namespace
}  // namespace qd::sources
