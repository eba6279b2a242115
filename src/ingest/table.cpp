#include "ingest/table.hpp"

namespace qd::ingest {

void read_table(Page&, std::uint32_t) {}

}  // namespace qd::ingest
