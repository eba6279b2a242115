#!/usr/bin/env python3
"""Makes src/gate/caniemail_table.cpp out of caniemail's data: which mail client shows which HTML and CSS.

    npm pack caniemail && tar xzf caniemail-*.tgz
    tools/caniemail_table.py package/data/caniemail.json > src/gate/caniemail_table.cpp

A feature becomes the tokens by which the linter meets it ("element table", "property padding", "value display flex").
Features that cannot stand in a mail of ours without another token that is refused (a <video>'s formats, AMP) are left out.
"""
import json
import re
import sys

CLIENTS = [
    ("gmail", "desktop-webmail", "Gmail"),
    ("gmail", "mobile-webmail", "Gmail in a phone's browser"),
    ("gmail", "ios", "Gmail on iOS"),
    ("gmail", "android", "Gmail on Android"),
    ("outlook", "windows", "Outlook on Windows"),
    ("outlook", "outlook-com", "Outlook.com"),
    ("outlook", "macos", "Outlook on macOS"),
    ("outlook", "ios", "Outlook on iOS"),
    ("outlook", "android", "Outlook on Android"),
    ("apple-mail", "macos", "Apple Mail on macOS"),
    ("apple-mail", "ios", "Apple Mail on iOS"),
    ("yahoo", "desktop-webmail", "Yahoo Mail"),
    ("yahoo", "ios", "Yahoo Mail on iOS"),
    ("yahoo", "android", "Yahoo Mail on Android"),
]

# What a slug alone does not say.
TOKENS = {
    "html-h1-h6": [f"element h{n}" for n in range(1, 7)],
    "html-lists": ["element ul", "element ol", "element li", "element dl", "element dt", "element dd"],
    "html-semantics": ["element " + name for name in
                       "article aside details figcaption figure footer header main mark nav section summary time".split()],
    "html-image-maps": ["element map", "element area", "attribute usemap"],
    "html-svg": ["element svg"],
    "html-doctype": ["markup doctype"],
    "html-comments": ["markup comment"],
    "html-anchor-links": ["link local"],
    "html-mailto-links": ["link mailto"],
    "html-meta-color-scheme": ["meta color-scheme", "meta supported-color-schemes"],
    "html-srcset": ["attribute srcset", "attribute sizes"],
    "html-loading-attribute": ["attribute loading"],
    "html-table": ["element " + name for name in "table caption thead tbody tfoot tr th td".split()],
    "html-input-text": ["element input"],
    "html-button-submit": ["element button"],
    "css-background": ["property background"],
    "css-height": ["property height"],
    "css-block-inline-size": ["property block-size", "property inline-size"],
    "css-inline-size": [],
    "css-column-layout-properties": ["property columns", "property column-width", "property column-fill",
                                     "property column-rule", "property column-span"],
    "css-border": ["property border"] + [f"property border-{side}" for side in "top right bottom left".split()] +
                  [f"property border-{part}" for part in "color style width".split()],
    "css-border-inline-block": ["property border-inline", "property border-block"],
    "css-margin": ["property margin"] + [f"property margin-{side}" for side in "top right bottom left".split()],
    "css-padding": ["property padding"] + [f"property padding-{side}" for side in "top right bottom left".split()],
    "css-overflow": ["property overflow", "property overflow-x", "property overflow-y"],
    "css-font": ["property font"],
    "css-left-right-top-bottom": [f"property {side}" for side in "left right top bottom".split()],
    "css-gap": ["property gap", "property column-gap", "property row-gap"],
    "css-color-scheme": ["property color-scheme"],
    "css-important": ["keyword !important"],
    "css-variables": ["keyword var"],
    "css-unit-initial": ["keyword initial"],
    "css-unit-percent": ["unit %"],
    "css-unit-calc": ["function calc"],
    "css-rgb": ["function rgb"],
    "css-rgba": ["function rgba"],
    "css-modern-color": [f"function {name}" for name in "lch oklch lab oklab".split()],
    "css-comments": ["markup css-comment"],
    "css-intrinsic-size": [f"keyword {name}" for name in "fit-content min-content max-content".split()],
    "css-sytem-ui": [f"keyword {name}" for name in "system-ui ui-serif ui-sans-serif ui-rounded ui-monospace".split()],
    "css-at-media": ["at media"],
    "css-at-font-face": ["at font-face"],
    "css-at-import": ["at import"],
    "css-at-keyframes": ["at keyframes"],
    "css-at-supports": ["at supports"],
    "css-at-media-device-pixel-ratio": ["at media -webkit-device-pixel-ratio"],
    "css-at-media-hover": ["at media hover", "at media any-hover"],
    "css-flex-direction": ["property flex-direction"],
    "css-flex-wrap": ["property flex-wrap"],
    "css-display-flex": ["value display flex"],
    "css-display-grid": ["value display grid"],
    "css-display-none": ["value display none"],
    "css-function-clamp": ["function clamp"],
    "css-function-light-dark": ["function light-dark"],
    "css-function-max": ["function max"],
    "css-function-min": ["function min"],
    "css-linear-gradient": ["function linear-gradient"],
    "css-radial-gradient": ["function radial-gradient"],
    "css-conic-gradient": ["function conic-gradient"],
    "css-pseudo-class-lang": ["pseudo lang"],
    "css-nesting": ["selector nesting"],
}


def tokens(feature):
    slug, title = feature["slug"], feature["title"]
    if slug in TOKENS:
        return TOKENS[slug]
    if feature["category"] == "image":
        return ["image " + slug.removeprefix("image-")]
    if feature["category"] == "html":
        element = re.fullmatch(r"<([a-z0-9]+)>(?: element)?", title)
        if element:
            return ["element " + element[1]]
        attribute = re.fullmatch(r"([a-z-]+) attribute", title)
        if attribute:
            return ["attribute " + attribute[1]]
        return ["element " + title] if re.fullmatch("[a-z]+", title) else []
    for prefix, sort in (("css-at-media-", "at media "), ("css-pseudo-class-", "pseudo "),
                         ("css-pseudo-element-", "pseudo "), ("css-selector-", "selector "), ("css-unit-", "unit ")):
        if slug.startswith(prefix):
            return [sort + slug.removeprefix(prefix)]
    name = title.removesuffix(" property").strip()
    return ["property " + name] if re.fullmatch("[a-z-]+", name) else []


def support(feature):
    out = ""
    for family, platform, _ in CLIENTS:
        versions = feature["stats"].get(family, {}).get(platform, {})
        # In the order of their age; a mark of a note may follow: "a #1".
        out += list(versions.values())[-1].split()[0][0].lower() if versions else "u"
    return out


def main():
    data = json.load(open(sys.argv[1], encoding="utf-8"))
    rows = {}
    for feature in data["data"]:
        for token in tokens(feature):
            rows[token] = support(feature)
    print("// Made by tools/caniemail_table.py out of the data of caniemail.com (MIT License). Do not edit.")
    print('#include "gate/caniemail_table.hpp"\n\nnamespace qd::gate {\n\nnamespace {\n\n// clang-format off')
    print("constexpr MailFeature kFeatures[] = {")
    for token in sorted(rows):
        print(f'    {{"{token}", "{rows[token]}"}},')
    print("};\n\nconstexpr std::string_view kClients[] = {")
    for _, _, name in CLIENTS:
        print(f'    "{name}",')
    print("};\n// clang-format on\n\n}  // namespace\n")
    print("std::span<const MailFeature> mail_features() { return kFeatures; }")
    print("std::span<const std::string_view> mail_clients() { return kClients; }")
    print(f'std::string_view mail_features_date() {{ return "{data["last_update_date"][:10]}"; }}')
    print("\n}  // namespace qd::gate")


if __name__ == "__main__":
    main()
