#include <array>

#include "gate/mail_lint.hpp"

namespace qd::gate {

namespace {

constexpr std::string_view kSheet = "the style sheet only adds dark colours and stacking: the inline styles are enough";
constexpr std::string_view kSpace = "other spacing; every word is still there";
constexpr std::string_view kWord = "Outlook takes it on table cells and paragraphs, which is where we use it";

// docs/mail.md shows this list; a test compares the two.
constexpr auto kFallbacks = std::to_array<Fallback>({
    {"at media", kSheet},
    {"at media prefers-color-scheme", "light colours, or those that the client makes of them: both are tested"},
    {"attribute align", "left, where the text begins"},
    {"attribute data-label", "no label before a cell on a phone: the row's cells keep their order"},
    {"attribute dir", "the direction of the client's own page"},
    {"attribute height", "the picture's own size, which is the same"},
    {"attribute lang", "the language of the client's own page"},
    {"attribute role", "a screen reader speaks of a table around the words"},
    {"attribute width", "the cell's content decides how wide it is; pictures have that size themselves"},
    {"element body", "the wrapper inside has the same colours, language and direction"},
    {"element li", kSpace},
    {"element ol", kSpace},
    {"element style", kSheet},
    {"element ul", kSpace},
    {"function attr", "no label before a cell on a phone: the row's cells keep their order"},
    {"keyword !important", kSheet},
    {"link mailto", "the address is text that can be copied"},
    {"markup css-comment", "there is nothing to see"},
    {"markup doctype", "the client's own; widths and paddings stand on cells"},
    {"meta color-scheme", "light colours, or those that the client makes of them: both are tested"},
    {"meta supported-color-schemes", "light colours, or those that the client makes of them: both are tested"},
    {"property border", kWord},
    {"property border-bottom", kWord},
    {"property border-color", kSheet},
    {"property border-top", kWord},
    {"property color-scheme", "light colours, or those that the client makes of them: both are tested"},
    {"property content", "no label before a cell on a phone: the row's cells keep their order"},
    {"property display", kSheet},
    {"property font-size", "the client's own size for paragraphs"},
    {"property font-variant-numeric", "digits of different widths"},
    {"property font-weight", "normal or bold, as the element has it"},
    {"property height", "a bar is as high as its line"},
    {"property line-height", "the client's own line height"},
    {"property margin", kSpace},
    {"property max-height", "the preheader has the size of one pixel and no height"},
    {"property max-width", "Outlook takes the width of the table around it, which only Outlook sees"},
    {"property mso-hide", "only Outlook has it, and only Outlook needs it"},
    {"property overflow", "the preheader has the size of one pixel and no height"},
    {"property overflow-wrap", "word-break says the same to other clients; else a long word widens its cell"},
    {"property padding", kWord},
    {"property padding-left", kSheet},
    {"property padding-right", kSheet},
    {"property text-align", "left, where the text begins; numbers stay readable"},
    {"property white-space", "lines break between words"},
    {"property width", "the cell's content decides how wide it is"},
    {"property word-break", "overflow-wrap says the same to other clients; else a long word widens its cell"},
    {"pseudo before", "no label before a cell on a phone: the row's cells keep their order"},
    {"pseudo first-child", kSheet},
    {"pseudo root", kSheet},
    {"selector attribute", kSheet},
    {"selector chaining", kSheet},
    {"selector class", kSheet},
    {"selector descendant", kSheet},
    {"selector grouping", kSheet},
    {"selector type", kSheet},
    {"value display none", "the preheader has the size of one pixel and no height; mso-hide hides it in Outlook"},
});

}  // namespace

std::span<const Fallback> fallbacks() { return kFallbacks; }

}  // namespace qd::gate
