#!/usr/bin/env python3
"""The gist of `assess --format json` on standard input, one line each, for golden tests.

    story.py kpis ID[@SUBJECT]...    subject, group, value or "not known" of each
    story.py needs ID...             what to write where, of figures that are not known
    story.py findings [ID]...        outcomes, of all that did not pass when none is named
    story.py evidence ID...          outcomes, with file and line
"""
import json
import sys


def value_of(kpi):
    if "missing" in kpi:
        return "not known"
    value = kpi["value"]
    if "lo" not in value:
        return str(next(iter(value.values())))
    span = value["lo"] if value["lo"] == value["hi"] else f"{value['lo']}..{value['hi']}"
    unit = value["currency"] or value["of"] or value["unit"]
    per = f" a {value['per']}" if value["per"] else ""
    partial = " at least" if kpi.get("partial") else ""
    return f"{span} {unit}{per}{partial}"


def main():
    assessment = json.load(sys.stdin)
    names = sys.argv[2:]
    if sys.argv[1] == "kpis":
        for kpi in assessment["kpis"]:
            subject = kpi["subject"]["id"] or kpi["subject"]["kind"]
            if kpi["id"] in names or f"{kpi['id']}@{subject}" in names:
                group = f" ({kpi['group']})" if kpi["group"] else ""
                print(f"{kpi['id']} {subject}{group}: {value_of(kpi)}")
    elif sys.argv[1] == "needs":
        for name in names:
            print(f"{name}:", " | ".join(sorted({kpi["missing"]["needs"] for kpi in assessment["kpis"]
                                                 if kpi["id"] == name and "missing" in kpi})))
    elif sys.argv[1] == "evidence":
        for finding in assessment["findings"]:
            if finding["id"] in names:
                places = ", ".join(f"{place['file']}:{place['line']}" for place in finding["evidence"])
                print(f"{finding['outcome']} {finding['id']} {places}")
    else:
        for finding in assessment["findings"]:
            if finding["id"] in names or (not names and finding["outcome"] in ("fail", "unknown")):
                print(f"{finding['outcome']} {finding['id']}")


if __name__ == "__main__":
    main()
