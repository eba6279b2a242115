// One walk over the blocks of a document: each list, paragraph and table goes to the reader that its section calls for.
#pragma once

#include "ingest/page.hpp"

namespace qd::ingest {

/// `title_block` is the heading that is the document's title, or 0.
void read_body(Page& page, std::uint32_t title_block);

}  // namespace qd::ingest
