// What only the whole document can tell: which of its statements repeat others, and which were overtaken by later ones.
#pragma once

#include "ingest/page.hpp"

namespace qd::ingest {

/// Leaves out tables that list the sums of others, and makes history of what a later entry or a correction says anew.
void settle(Page& page);

}  // namespace qd::ingest
