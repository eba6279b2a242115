// Items of lists of clients and of invoices: who pays what, until when, and what was sent, is due or is paid.
#pragma once

#include "ingest/page.hpp"

namespace qd::ingest {

// Each takes a list item or a line; false when it says nothing of the sort.
bool read_client(Page& page, const Line& line, const Pair& pair);
bool read_invoice(Page& page, const Line& line, const Pair& pair);

}  // namespace qd::ingest
