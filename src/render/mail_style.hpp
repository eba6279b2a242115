// The look of a mail: every style is inline, since half of the mail readers drop style sheets. The one sheet there is
// only adds what may be lost: dark colours, stacking on a phone.
#pragma once

#include <string_view>

namespace qd::render::mail_style {

// Margins only on p, h and lists; padding only on cells: Outlook lays out mail with Word.
inline constexpr std::string_view kH1 =
    "margin:4px 0 4px;font-family:'Iowan Old "
    "Style',Georgia,serif;font-size:28px;line-height:34px;font-weight:normal;color:#14202B";
inline constexpr std::string_view kH2 =
    "margin:28px 0 10px;font-family:'Iowan Old "
    "Style',Georgia,serif;font-size:21px;line-height:28px;font-weight:normal;color:#14202B";
inline constexpr std::string_view kH3 =
    "margin:18px 0 6px;font-size:16px;line-height:24px;font-weight:bold;color:#14202B";
inline constexpr std::string_view kParagraph = "margin:0 0 12px;font-size:16px;line-height:24px;color:#14202B";
inline constexpr std::string_view kFooter = "margin:0 0 8px;font-size:14px;line-height:20px;color:#51606E";
inline constexpr std::string_view kSmall = "margin:0;font-size:14px;line-height:20px;color:#51606E";
inline constexpr std::string_view kChartTitle =
    "margin:12px 0 4px;font-size:16px;line-height:24px;font-weight:bold;color:#14202B";
inline constexpr std::string_view kList =
    "margin:0 0 12px;padding:0 0 0 24px;font-size:16px;line-height:24px;color:#14202B";
inline constexpr std::string_view kItem = "margin:0 0 8px";
// Words stay whole: a table that may break them makes its columns as narrow as letters.
inline constexpr std::string_view kTable =
    "<table width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" "
    "style=\"border-collapse:collapse;margin:0 0 16px;width:100%;overflow-wrap:break-word;word-break:normal\">\n";
/// Each row becomes a list of its cells on a phone.
inline constexpr std::string_view kStackedTable =
    "<table class=\"cells\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" "
    "style=\"border-collapse:collapse;margin:0 0 16px;width:100%;overflow-wrap:break-word;word-break:normal\">\n";
inline constexpr std::string_view kHeaderCell =
    "font-size:14px;line-height:20px;font-weight:normal;color:#51606E;text-align:left;"
    "vertical-align:bottom;border-bottom:1px solid #DDD8CF;";
inline constexpr std::string_view kCell =
    "font-size:15px;line-height:21px;color:#14202B;vertical-align:top;border-bottom:1px solid #DDD8CF;"
    "font-variant-numeric:tabular-nums;";
inline constexpr std::string_view kSmallCell =
    "font-size:14px;line-height:20px;color:#14202B;vertical-align:top;border-bottom:1px solid #DDD8CF;"
    "font-variant-numeric:tabular-nums;";
inline constexpr std::string_view kBarCell =
    "padding:4px 12px 4px 0;font-size:15px;line-height:21px;color:#14202B;text-align:left;vertical-align:middle;";
inline constexpr std::string_view kFigureCell = "padding:8px 12px 12px 0;vertical-align:top";
inline constexpr std::string_view kFigure =
    "margin:0;font-family:'Iowan Old Style',Georgia,serif;font-size:20px;line-height:28px;color:#14202B;"
    "font-variant-numeric:tabular-nums";

inline constexpr std::string_view kHead = R"(<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="x-apple-disable-message-reformatting">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<!--[if mso]><style>td,th,p,li,h3 {font-family: Arial, sans-serif !important}</style><![endif]-->
<style>
:root { color-scheme: light dark }
@media (max-width: 520px) {
  .stack { display: block !important; width: 100% !important }
  .gutter { padding-left: 16px !important; padding-right: 16px !important }
  .cells tr:first-child { display: none !important }
  .cells tr { display: block !important; padding: 8px 0 !important; border-bottom: 1px solid #8A96A2 }
  .cells td { display: block !important; padding: 2px 0 !important; border: 0 !important; text-align: left !important; white-space: normal !important }
  .cells td:first-child { font-weight: bold !important }
  .cells td[data-label]::before { content: attr(data-label) ": " }
}
@media (prefers-color-scheme: dark) {
  .paper { background-color: #10161C !important }
  .surface { background-color: #182029 !important }
  .wash { background-color: #1B2A3A !important }
  .ink { color: #E6EBF0 !important }
  .muted { color: #9AA8B5 !important }
  .line { border-color: #2A3540 !important }
  .link { color: #7DB4F0 !important }
}
[data-ogsb] .paper { background-color: #10161C !important }
[data-ogsb] .surface { background-color: #182029 !important }
[data-ogsb] .wash { background-color: #1B2A3A !important }
[data-ogsc] .ink { color: #E6EBF0 !important }
[data-ogsc] .muted { color: #9AA8B5 !important }
[data-ogsc] .link { color: #7DB4F0 !important }
</style>
<title>)";

inline constexpr std::string_view kAfterTitle = R"(</title>
</head>
<body class="paper" style="margin:0;padding:0;background-color:#FBFAF7" bgcolor="#FBFAF7">
<div lang="en" dir="ltr" style="display:none;font-size:1px;line-height:1px;max-height:0;overflow:hidden;mso-hide:all">)";

inline constexpr std::string_view kPage = R"(</div>
<div lang="en" dir="ltr">
<table role="presentation" class="paper" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#FBFAF7" style="background-color:#FBFAF7"><tr><td align="center" style="padding:16px 0">
<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table role="presentation" class="surface" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#FFFFFF" style="width:100%;max-width:600px;background-color:#FFFFFF;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;overflow-wrap:anywhere;word-break:break-word">
)";

inline constexpr std::string_view kTitleRow =
    "<tr><td class=\"gutter\" align=\"left\" style=\"padding:28px 24px 20px\">\n";
inline constexpr std::string_view kSummaryRow =
    "<tr><td class=\"gutter wash\" align=\"left\" bgcolor=\"#E9F1F9\" style=\"padding:16px 24px "
    "8px;background-color:#E9F1F9\">\n";
inline constexpr std::string_view kBodyRow = "<tr><td class=\"gutter\" align=\"left\" style=\"padding:0 24px 16px\">\n";
inline constexpr std::string_view kFooterRow =
    "<tr><td class=\"gutter line\" align=\"left\" style=\"padding:16px 24px 20px;border-top:1px solid #DDD8CF\">\n";
inline constexpr std::string_view kEnd = R"(</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>
</div>
</body>
</html>
)";

}  // namespace qd::render::mail_style
