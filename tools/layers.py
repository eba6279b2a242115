#!/usr/bin/env python3
"""Checks that the folders of src/ keep to their places.

  tools/layers.py [--build DIR]

1. A file includes only what its folder may include (the table below, transitively).
2. The core does no I/O: no source of a core folder names a clock, a file, the environment or a thread, and with
   --build no object in its library refers to such a symbol.
3. Heavy headers stay out of headers, and every unit test belongs to a folder that builds it.

Prints one line for each finding and exits 1 if there is any.
"""
import argparse
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

# folder: what it may include directly; what those include is allowed as well. docs/architecture.md has the reasons.
LAYERS = {
    "base": [],
    "text": ["base"],
    "model": ["base"],
    "ingest": ["base", "text", "model"],
    "formula": ["base", "model"],
    "assess": ["base", "model", "formula"],
    "report": ["base", "text", "model", "assess"],
    "render": ["base", "text", "report"],
    "mail": ["base"],
    "gate": ["base", "text", "mail"],
    "schedule": ["base"],
    "aws": ["base", "text"],
    "ports": ["base", "model", "mail", "gate"],
    "sources": ["ports", "text", "model", "aws"],
    "transports": ["ports", "mail", "aws", "gate"],
    "store": ["ports", "gate"],
    "net": ["ports", "aws"],
    "web": ["ports", "report", "render", "assess", "gate"],
    "app": ["base", "text", "model", "ingest", "formula", "assess", "report", "render", "gate", "schedule", "mail",
            "aws", "ports", "sources", "transports", "store", "net", "web"],
}
CORE = {"base", "text", "model", "ingest", "formula", "assess", "report", "render", "gate", "schedule", "mail", "aws"}

HEAVY = re.compile(r"#include <(boost/|CLI/|toml\+\+|sqlite3|gmime|libfyaml|git2|librsvg|cairo|png\.h|regex)")
INCLUDE = re.compile(r'^\s*#include "([a-z_]+)/', re.MULTILINE)
COMMENT_OR_STRING = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:[^"\\\n]|\\.)*"', re.DOTALL)

IMPURE_SOURCE = re.compile(
    r"(system_clock|steady_clock|high_resolution_clock|file_clock)\s*::\s*now|\bstd::(i|o)?fstream\b|\bstd::filesystem\b"
    r"|\bf?getenv\b|\bsecure_getenv\b|\bfopen\b|\bstd::(j?thread|async|mutex)\b|\bstd::random_device\b"
    r"|\bstd::(cout|cerr|clog|cin)\b|\b(gettimeofday|clock_gettime|localtime(_r)?|gmtime(_r)?)\b|\bf?printf\s*\(|\bputs\s*\(")
# result.cpp ends the process with a message; that is its charter.
IMPURE_SOURCE_ALLOWED = {"src/base/result.cpp"}

IMPURE_SYMBOL = re.compile(
    r"^(std::(__1::)?chrono::(_V2::)?(system_clock|steady_clock)::now\(\)|(secure_)?getenv|fopen(64)?|open(64)?|openat(64)?"
    r"|creat(64)?|time|gettimeofday|clock_gettime|localtime(_r)?|pthread_create|socket|connect|fork|system|popen)(@.*)?$")


def allowed(layer, table=None):
    """The folders that `layer` may include, itself among them."""
    table = LAYERS if table is None else table
    seen, todo = {layer}, [layer]
    while todo:
        for other in table[todo.pop()]:
            if other not in seen:
                seen.add(other)
                todo.append(other)
    return seen


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def blank_out(match):
    """Keeps line ends, so that positions stay right."""
    return re.sub(r"[^\n]", " ", match.group(0))


def check_source(path, text, layer):
    """Findings of one file, as strings."""
    findings = []
    test = path.endswith("_test.cpp")
    for match in INCLUDE.finditer(text):
        other = match.group(1)
        if other in LAYERS and other not in allowed(layer) and not test:
            findings.append(f"{path}:{line_of(text, match.start(1))}: {layer}/ may not include {other}/ "
                            f"(it may: {', '.join(sorted(allowed(layer) - {layer})) or 'nothing'})")
    if path.endswith(".hpp"):
        for match in HEAVY.finditer(text):
            findings.append(f"{path}:{line_of(text, match.start())}: a heavy header in a header; include it in the .cpp")
    if layer in CORE and not test and path not in IMPURE_SOURCE_ALLOWED:
        code = COMMENT_OR_STRING.sub(blank_out, text)
        for match in IMPURE_SOURCE.finditer(code):
            findings.append(f"{path}:{line_of(code, match.start())}: {layer}/ is core and does no I/O, "
                            f"but names {match.group(0).strip()}")
    return findings


def check_symbols(library, layer):
    """Undefined symbols of a core library that reach out of the program."""
    listing = subprocess.run(["nm", "-uC", str(library)], capture_output=True, text=True, check=False).stdout
    findings, member = [], ""
    for line in listing.splitlines():
        if line.endswith(":"):
            member = line[:-1]
            continue
        symbol = line.strip().removeprefix("U ").removeprefix("w ").strip()
        if IMPURE_SYMBOL.match(symbol) and member != "result.cpp.o":
            findings.append(f"lib{layer}.a({member}): {layer}/ is core and does no I/O, but refers to {symbol}")
    return findings


def check_tree(root, build=None):
    findings = []
    source = root / "src"
    for path in sorted(source.rglob("*")):
        if path.suffix not in (".cpp", ".hpp"):
            continue
        layer = path.relative_to(source).parts[0]
        name = str(path.relative_to(root))
        if layer not in LAYERS:
            findings.append(f"{name}:1: src/{layer}/ is not in the table of tools/layers.py")
            continue
        findings += check_source(name, path.read_text(encoding="utf-8"), layer)
        if path.name.endswith("_test.cpp") and len(path.relative_to(source).parts) < 2:
            findings.append(f"{name}:1: this test is in no folder, so nothing builds it")
    if build:
        for layer in sorted(CORE):
            library = build / f"lib{layer}.a"
            if library.exists():
                findings += check_symbols(library, layer)
    return findings


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, help="also look at the libraries in this build folder")
    options = parser.parse_args()
    findings = check_tree(ROOT, options.build)
    for finding in findings:
        print(finding)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
