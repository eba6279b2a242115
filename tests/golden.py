#!/usr/bin/env python3
"""Runs the golden cases: whole-program behaviour, one folder each.

  tests/golden.py --program PATH [--update] [CASE]...

A case is a folder tests/golden/<behaviour>/ with
  workspace/   the files to start from (or a file `workspace` that holds a path from the root of the checkout)
  cmd          a shell script, run in a copy of the workspace; $QD is the program, $ROOT the checkout
  expected/    stdout, and stderr and exit (default 0) where they matter, and under files/ what the script has written;
               `{{any}}` in an expected line stands for any text
--update takes what the program writes now as expected, and drops what it no longer writes.
"""
import argparse
import difflib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "golden"


def copy_workspace(case, target):
    source = case / "workspace"
    if source.is_file():
        source = ROOT / source.read_text(encoding="utf-8").strip()
    if source.is_dir():
        shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True,
                        ignore=shutil.ignore_patterns(".quarterdeck"))


def run_case(case, program):
    """What the case gave: a dictionary of expected-file name to bytes."""
    with tempfile.TemporaryDirectory(prefix="golden-") as folder:
        work = pathlib.Path(folder) / "workspace"
        work.mkdir()
        copy_workspace(case, work)
        before = {p for p in work.rglob("*") if p.is_file()}
        environment = {"PATH": os.environ["PATH"], "HOME": folder, "LC_ALL": "C.UTF-8", "TZ": "UTC",
                       "QD": str(program), "ROOT": str(ROOT)}
        done = subprocess.run(["sh", "-eu", str(case / "cmd")], cwd=work, env=environment, capture_output=True,
                              stdin=subprocess.DEVNULL, timeout=120, check=False)
        result = {"stdout": done.stdout, "stderr": done.stderr, "exit": b"%d\n" % done.returncode}
        wanted = case / "expected" / "files"
        for path in sorted(wanted.rglob("*")) if wanted.is_dir() else []:
            if path.is_file():
                made = work / path.relative_to(wanted)
                result[f"files/{path.relative_to(wanted)}"] = made.read_bytes() if made.is_file() else None
        out = work / "out"
        if out.is_dir():
            for path in sorted(out.rglob("*")):
                if path.is_file() and path not in before:
                    result[f"files/{path.relative_to(work)}"] = path.read_bytes()
        return result


def matches(expected, actual):
    """Equal, line by line, with {{any}} standing for any text."""
    if actual is None:
        return False
    if b"{{any}}" not in expected:
        return expected == actual
    pattern = b".*".join(re.escape(part) for part in expected.split(b"{{any}}"))
    return re.fullmatch(pattern, actual) is not None


def compare(case, result):
    """Differences as text, empty when the case passes."""
    expected_folder = case / "expected"
    expected = {str(p.relative_to(expected_folder)): p.read_bytes() for p in expected_folder.rglob("*") if p.is_file()}
    expected.setdefault("exit", b"0\n")
    problems = []
    for name in sorted(expected.keys() | {n for n in result if n.startswith("files/")}):
        if name not in expected:
            problems.append(f"{name}: written, but not among what is expected\n")
        elif not matches(expected[name], result.get(name)):
            actual = result.get(name)
            if actual is None:
                problems.append(f"{name}: not written\n")
                continue
            lines = [b.decode("utf-8", "replace").splitlines(keepends=True) for b in (expected[name], actual)]
            problems.append("".join(list(difflib.unified_diff(*lines, f"expected/{name}", f"actual/{name}"))[:80]))
    if problems and result["stderr"] and "stderr" not in expected:
        problems.append("stderr was:\n" + result["stderr"].decode("utf-8", "replace"))
    return "".join(problems)


def update(case, result):
    expected = case / "expected"
    keep_stderr = (expected / "stderr").exists()
    shutil.rmtree(expected, ignore_errors=True)
    for name, content in result.items():
        if content is None or (name == "exit" and content == b"0\n") or (name == "stderr" and not keep_stderr):
            continue
        path = expected / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=pathlib.Path, required=True)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("case", nargs="*")
    options = parser.parse_args()
    cases = sorted(p.parent for p in CASES.glob("*/cmd") if not options.case or p.parent.name in options.case)
    if not cases:
        print(f"golden: no case of that name in {CASES}", file=sys.stderr)
        return 2
    failed = 0
    for case in cases:
        result = run_case(case, options.program.resolve())
        if options.update:
            update(case, result)
        problems = compare(case, result)
        failed += bool(problems)
        print(f"{'FAIL' if problems else 'ok  '} {case.name}")
        if problems:
            print(problems)
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
