#include "sources/books/books.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "base/slug.hpp"
#include "sources/books/columns.hpp"
#include "sources/books/figures.hpp"
#include "sources/books/posting.hpp"

namespace qd::sources {

namespace {

using model::Symbol;
using text::CsvReader;
using text::CsvRow;

class BooksReader {
 public:
  BooksReader(const BooksInput& input, const BooksContext& context, model::FactTable& out, Diagnostics& diagnostics)
      : input_(input),
        context_(context),
        out_(out),
        diagnostics_(diagnostics),
        source_(input.bytes),
        style_(','),
        file_(out.begin_document(input.path)),
        unassigned_(out.intern(model::kUnassigned)) {}

  void read();

 private:
  void set_document();
  [[nodiscard]] Symbol entity_named(std::string_view name) const;
  [[nodiscard]] Symbol entity_of_path() const;
  [[nodiscard]] Symbol entity_of_row(const CsvRow& row);
  [[nodiscard]] bool look_at_all_rows();
  void read_rows();
  void read_row(const CsvRow& row);
  [[nodiscard]] std::vector<PostedAmount> amounts_of(const CsvRow& row) const;
  [[nodiscard]] Currency currency_of(std::string_view commodity, const CsvRow& row);
  void say(Severity severity, std::string_view code, std::uint32_t line, std::string message, std::string hint = {});
  void say_row(const CsvRow& row, std::string message, std::string hint);

  static constexpr std::size_t kMostRowDiagnostics = 20;

  const BooksInput& input_;
  const BooksContext& context_;
  model::FactTable& out_;
  Diagnostics& diagnostics_;
  text::SourceText source_;
  std::optional<Columns> columns_;
  FigureStyle style_;
  bool decimal_comma_ = false;
  FigureStyle::Order order_ = FigureStyle::Order::unknown;
  model::FileId file_;
  Symbol unassigned_;
  Symbol entity_ = Symbol::none;  // of the file
  Symbol project_ = Symbol::none;
  Currency currency_;  // of amounts that name none
  std::vector<Posting> postings_;
  std::set<std::string> told_;  // accounts, commodities and entities that were complained about
  std::uint32_t rows_ = 0;
  std::uint32_t unread_ = 0;
};

void BooksReader::say(Severity severity, std::string_view code, std::uint32_t line, std::string message,
                      std::string hint) {
  const bool shown = line >= 1 && line <= source_.lines();
  diagnostics_.push_back({.severity = severity,
                          .code = code,
                          .message = std::move(message),
                          .file = std::string(input_.path),
                          .at = {.line = line},
                          .line = shown ? std::string(source_.line(line)) : std::string(),
                          .hint = std::move(hint)});
}

void BooksReader::say_row(const CsvRow& row, std::string message, std::string hint) {
  if (++unread_ <= kMostRowDiagnostics)
    say(Severity::error, "books-row", row.line, std::move(message), std::move(hint));
}

/// The entity with that id, name or other name; Symbol::none when nobody has it.
Symbol BooksReader::entity_named(std::string_view name) const {
  const std::string wanted = slug(name);
  if (wanted.empty()) return Symbol::none;
  for (const model::Entity& entity : context_.entities) {
    const bool alias = std::ranges::any_of(entity.aliases, [&](const std::string& one) { return slug(one) == wanted; });
    if (entity.id == wanted || slug(entity.name) == wanted || alias) return out_.intern(entity.id);
  }
  return Symbol::none;
}

/// books/<entity>/2026.csv, books/<entity>.csv, books/<entity>-2026.csv.
Symbol BooksReader::entity_of_path() const {
  std::string_view path = input_.path;
  std::string_view stem = path.substr(path.rfind('/') == std::string_view::npos ? 0 : path.rfind('/') + 1);
  stem = stem.substr(0, stem.rfind('.'));
  for (std::size_t at = 0, slash = path.find('/'); slash != std::string_view::npos;
       at = slash + 1, slash = path.find('/', at)) {
    if (const Symbol found = entity_named(path.substr(at, slash - at)); found != Symbol::none) return found;
  }
  if (const Symbol found = entity_named(stem); found != Symbol::none) return found;
  const std::string words = "-" + slug(stem) + "-";
  const model::Entity* longest = nullptr;
  for (const model::Entity& entity : context_.entities) {
    const bool inside = words.find("-" + entity.id + "-") != std::string::npos;
    if (inside && (longest == nullptr || entity.id.size() > longest->id.size())) longest = &entity;
  }
  return longest != nullptr ? out_.intern(longest->id) : Symbol::none;
}

void BooksReader::set_document() {
  std::string_view stem =
      input_.path.substr(input_.path.rfind('/') == std::string_view::npos ? 0 : input_.path.rfind('/') + 1);
  stem = stem.substr(0, stem.rfind('.'));
  entity_ = entity_of_path();
  // Every entity may have its "2026.csv": the project carries the entity's name, so that they stay apart.
  std::string project = slug(stem);
  if (entity_ != Symbol::none &&
      ("-" + project + "-").find("-" + std::string(out_.text(entity_)) + "-") == std::string::npos)
    project = std::string(out_.text(entity_)) + "-" + project;
  project_ = out_.intern(project);
  model::Document& document = out_.document(file_);
  document.project = project_;
  document.title = out_.intern(stem);
  document.entity = entity_ != Symbol::none ? entity_ : unassigned_;
  document.as_of = input_.modified;
  document.as_of_source = model::AsOfSource::modified;
}

/// The first pass: columns, and how the file writes numbers, dates and currencies.
bool BooksReader::look_at_all_rows() {
  Diagnostics said_in_the_second_pass;
  CsvReader reader(source_, input_.path, said_in_the_second_pass);
  const CsvRow* row = reader.next();
  if (row == nullptr) {
    say(Severity::note, "books-empty", 0, "the file holds no rows");
    return false;
  }
  columns_ = Columns::of(*row);
  if (!columns_) {
    say(Severity::error, "books-columns", row->line, "this is no bookkeeping export that can be read",
        "the first line must name the columns: date,account,description,amount,currency");
    return false;
  }
  style_ = FigureStyle(reader.separator());
  std::set<Currency> named;
  for (row = columns_->header() ? reader.next() : row; row != nullptr; row = reader.next()) {
    style_.add_date(columns_->cell(*row, Field::date));
    for (const Field field : {Field::amount, Field::debit, Field::credit})
      style_.add_amount(columns_->cell(*row, field));
    for (const PostedAmount& amount : read_posted_amounts(columns_->cell(*row, Field::amount), false)) {
      const std::string_view commodity =
          amount.commodity.empty() ? columns_->cell(*row, Field::currency) : amount.commodity;
      const Currency currency = currency_of_commodity(commodity, context_.currency);
      if (currency.stated()) named.insert(currency);
    }
  }
  decimal_comma_ = style_.decimal_comma();
  order_ = style_.order();
  currency_ = named.size() == 1 ? *named.begin() : context_.currency;
  return true;
}

Symbol BooksReader::entity_of_row(const CsvRow& row) {
  const std::string_view name = columns_->cell(row, Field::entity);
  if (name.empty()) return entity_ != Symbol::none ? entity_ : unassigned_;
  if (const Symbol found = entity_named(name); found != Symbol::none) return found;
  if (told_.insert("entity " + std::string(name)).second) {
    std::vector<std::string_view> ids;
    for (const model::Entity& entity : context_.entities) ids.push_back(entity.id);
    say(Severity::warning, "books-entity", row.line, fmt::format("no entity is called “{}”", name),
        did_you_mean(slug(name), ids));
  }
  return unassigned_;
}

std::vector<PostedAmount> BooksReader::amounts_of(const CsvRow& row) const {
  if (const std::string_view amount = columns_->cell(row, Field::amount); !amount.empty())
    return read_posted_amounts(amount, decimal_comma_);
  std::vector<PostedAmount> amounts = read_posted_amounts(columns_->cell(row, Field::debit), decimal_comma_);
  for (PostedAmount credit : read_posted_amounts(columns_->cell(row, Field::credit), decimal_comma_)) {
    credit.units = -credit.units;
    amounts.push_back(credit);
  }
  // A zero in the other column is no posting.
  if (amounts.size() > 1) std::erase_if(amounts, [](const PostedAmount& one) { return one.units == 0; });
  return amounts;
}

Currency BooksReader::currency_of(std::string_view commodity, const CsvRow& row) {
  if (commodity.empty()) commodity = columns_->cell(row, Field::currency);
  if (commodity.empty()) return currency_;
  const Currency currency = currency_of_commodity(commodity, context_.currency);
  if (!currency.stated() && told_.insert("commodity " + std::string(commodity)).second)
    say(Severity::note, "books-commodity", row.line,
        fmt::format("“{}” is no currency; its rows are not money", commodity));
  return currency;
}

void BooksReader::read_row(const CsvRow& row) {
  ++rows_;
  const std::string_view written = columns_->cell(row, Field::date);
  const auto date = read_date(written, order_);
  if (!date) {
    return say_row(
        row,
        written.empty() ? std::string("the row has no date") : fmt::format("“{}” is no date, or could be two", written),
        "write dates as 2026-05-21");
  }
  const std::string_view account = columns_->cell(row, Field::account);
  if (account.empty())
    return say_row(row, "the row names no account", "every row needs an account such as Expenses:Cloud");
  const auto amounts = amounts_of(row);
  if (amounts.empty())
    return say_row(row, "the amount cannot be read", "write amounts as -1200.50, with at most four decimals");
  const AccountClass account_class = classify_account(account);
  if (account_class == AccountClass::unknown && told_.insert("account " + std::string(account)).second) {
    say(Severity::warning, "books-account", row.line, fmt::format("“{}” may be income, an expense or neither", account),
        "name it Expenses:… or Income:…, or give it a number of the chart (6100 Cloud)");
  }
  const std::string_view label = columns_->cell(row, Field::label);
  const std::string_view narration = columns_->cell(row, Field::narration);
  for (const PostedAmount& amount : amounts) {
    const Currency currency = currency_of(amount.commodity, row);
    const bool named = !amount.commodity.empty() || !columns_->cell(row, Field::currency).empty();
    if (!currency.stated() && named) continue;
    Posting posting{.line = row.line,
                    .date = *date,
                    .account_class = account_class,
                    .account = out_.intern(account),
                    .label = out_.intern(narration.empty() ? label : narration),
                    .entity = entity_of_row(row),
                    .units = amount.units,
                    .currency = currency};
    postings_.push_back(posting);
  }
}

void BooksReader::read_rows() {
  CsvReader reader(source_, input_.path, diagnostics_);
  if (columns_->header()) (void)reader.next();
  while (const CsvRow* row = reader.next()) read_row(*row);
  if (unread_ > kMostRowDiagnostics)
    say(Severity::error, "books-row", 0, fmt::format("{} more rows cannot be read", unread_ - kMostRowDiagnostics));
  model::Document& document = out_.document(file_);
  document.lines = rows_;
  document.understood = rows_ - unread_;
}

void BooksReader::read() {
  set_document();
  if (!look_at_all_rows()) return;
  if (entity_ == Symbol::none && !columns_->has(Field::entity)) {
    say(Severity::warning, "books-unassigned", 0, "nothing says whose books these are",
        "name the file books/<entity>.csv, or add a column `entity`");
  }
  read_rows();
  if (postings_.empty()) return;
  const auto newest = std::ranges::max_element(postings_, {}, &Posting::date);
  out_.document(file_).as_of = newest->date;
  out_.document(file_).as_of_source = model::AsOfSource::document;
  add_facts(postings_, columns_->dialect(), project_, newest->date, out_);
}

}  // namespace

void read_books(const BooksInput& input, const BooksContext& context, model::FactTable& out, Diagnostics& diagnostics) {
  BooksReader(input, context, out, diagnostics).read();
}

}  // namespace qd::sources
