// Bookkeeping exports (CSV) become measured money facts: what hledger, ledger and beancount print, and plain tables.
//
//   hledger register -O csv   txnidx,date,code,description,account,amount,total
//   hledger print -O csv      …,account,amount,commodity,credit,debit,…
//   ledger csv                date,code,payee,account,commodity,amount,cleared,note (no header line)
//   bean-query -f csv         date,account,payee,narration,position or number,currency
//   anything else             date,account,description,amount,currency, in any order; debit,credit; entity
//
// Each row of an income or expense account is one fact, money.revenue or money.expense, cadence `once`, with its date,
// period, account and label. The other accounts give their balance after the last row: account.balance, and where they
// are cash, receivables or customers' deposits also money.cash, money.receivable or money.deposit. A cash account that
// comes out negative without an opening balance has no known balance.
//
// Accounts are known by their names (Expenses:Cloud, Income, Assets:Checking, Liabilities:Deposits, "Charter revenue")
// or by their numbers: 1000–1099 cash, 1100–1199 receivables, 2000–2099 deposits, 4000–4999 revenue, 5000–6999 expense.
//
// Signs are decided once for a file. Double-entry exports carry income and liabilities as negative amounts, which are
// turned; such a file is one that hledger, ledger or beancount wrote, unless all its income is positive (--invert), or
// a plain one whose income is mostly negative. A plain file in which nearly all expenses are negative speaks of money
// out, and they are turned too. A refund is a row against the others and stays negative.
#pragma once

#include <span>
#include <string_view>

#include "base/date.hpp"
#include "base/diagnostic.hpp"
#include "model/document.hpp"
#include "model/fact_table.hpp"

namespace qd::sources {

struct BooksInput {
  std::string_view path;  ///< relative to the workspace: books/<entity>.csv or books/<entity>/….csv
  std::string_view bytes;
  Date modified;  ///< of the file; its date when no row has one
};

struct BooksContext {
  std::span<const model::Entity> entities;  ///< all that are known; rows of any other are "unassigned"
  Currency currency;                        ///< of the portfolio, for amounts that name none
};

/// Adds one document and its facts to `out`; rows that cannot be read give diagnostics and no fact. For each entity
/// with income or expenses one fact books.covered says from which to which day the books go.
void read_books(const BooksInput& input, const BooksContext& context, model::FactTable& out, Diagnostics& diagnostics);

}  // namespace qd::sources
