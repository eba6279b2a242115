// The postings of one file, and the facts that they are together.
#pragma once

#include <cstdint>
#include <span>

#include "base/date.hpp"
#include "base/quantity.hpp"
#include "model/fact_table.hpp"
#include "sources/books/account.hpp"
#include "sources/books/columns.hpp"

namespace qd::sources {

/// One posting, as the file carries its sign.
struct Posting {
  std::uint32_t line = 0;
  Date date;
  AccountClass account_class = AccountClass::unknown;
  model::Symbol account = model::Symbol::none;
  model::Symbol label = model::Symbol::none;
  model::Symbol entity = model::Symbol::none;
  std::int64_t units = 0;
  Currency currency;
};

/// Adds the facts of the document begun last. `as_of` is the day of the newest posting, for balances. books.hpp says
/// which facts, and how signs are decided.
void add_facts(std::span<const Posting> postings, Dialect dialect, model::Symbol project, Date as_of,
               model::FactTable& out);

}  // namespace qd::sources
