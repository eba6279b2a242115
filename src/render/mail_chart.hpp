// Charts that a mail shows as pictures, because no mail client draws them.
#pragma once

#include <cstddef>
#include <optional>

#include "render/mail_body.hpp"
#include "report/document.hpp"

namespace qd::render {

/// Of a chart or a spark. Nothing for bars, which are table cells, and for what cannot be drawn.
[[nodiscard]] std::optional<MailPicture> mail_picture(const report::Document& document, std::size_t node);

}  // namespace qd::render
