#include "render/mail_chart.hpp"

namespace qd::render {

std::optional<MailPicture> mail_picture(const report::Document&, std::size_t) { return std::nullopt; }

}  // namespace qd::render
