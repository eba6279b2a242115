#!/usr/bin/env python3
"""Writes a C++ file that holds the bytes of other files: embed.py OUT ROOT FILE..."""
import os
import sys


def literal(data: bytes) -> str:
    """A C++ string literal in chunks of one line each; octal escapes, so that no digit after one is swallowed."""
    lines = []
    for line in data.splitlines(keepends=True) or [b""]:
        escaped = "".join(
            chr(b) if 32 <= b < 127 and b not in b'"\\?' else "\\%03o" % b for b in line)
        lines.append(f'    "{escaped}"')
    return "\n".join(lines)


def main() -> None:
    out, root, *names = sys.argv[1:]
    os.makedirs(os.path.dirname(out), exist_ok=True)
    rows = []
    for name in sorted(names):
        with open(os.path.join(root, name), "rb") as file:
            data = file.read()
        rows.append(f'  {{"{name}", std::string_view(\n{literal(data)},\n    {len(data)})}},')
    with open(out, "w", encoding="ascii") as file:
        file.write('#include "app/embedded.hpp"\n\nnamespace qd::app {\n\n'
                   "static constexpr EmbeddedFile kFiles[] = {\n" + "\n".join(rows) +
                   "\n};\n\nstd::span<const EmbeddedFile> embedded_files() { return kFiles; }\n\n}  // namespace qd::app\n")


if __name__ == "__main__":
    main()
