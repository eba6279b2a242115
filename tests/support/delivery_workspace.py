"""A small workspace that delivers, for tests: its folder, its program, its ledger."""
import json
import os
import pathlib
import subprocess
import tempfile

HANDOFF = """---
entity: harbor
project: Charters
status: active
owner: ceo
as_of: 2026-05-18
---
# Charters

## Financials
- **Cash on hand:** $42,000
- **Monthly burn:** $7-9K

## Actions
- [ ] Publish the booking page (severity: high, effort: 2d, owner: cmo, due: 2026-06-01)
"""


class Workspace:
    def __init__(self, program, readers=("ceo@example.com", "cfo@example.com"), archive="archive@example.com",
                 transport="ses", delivery="", toml="", environment=None, handoff=HANDOFF):
        self.program = os.path.abspath(program)
        self.temporary = tempfile.TemporaryDirectory(prefix="quarterdeck-")
        self.home = pathlib.Path(self.temporary.name)
        self.root = self.home / "workspace"
        self.environment = dict(environment or {})
        projects = self.root / "agent_handoffs" / "projects"
        projects.mkdir(parents=True)
        (projects / "charters.md").write_text(handoff)
        lines = ["SES_SENDER_EMAIL=Harbor Reports <reports@example.com>", "SES_RECIPIENTS=" + ",".join(readers)]
        if archive:
            lines.append("SES_BCC_ADDRESS=" + archive)
        (self.root / "repos.env").write_text("\n".join(lines) + "\n")
        (self.root / "quarterdeck.toml").write_text(
            f'[portfolio]\nname = "Harbor"\n[[entity]]\nid = "harbor"\nname = "Harbor"\n{toml}\n'
            f'[delivery]\ntransport = "{transport}"\n{delivery}\n')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.temporary.cleanup()

    def command(self, *arguments):
        return [self.program, "-w", str(self.root), *map(str, arguments)]

    def env(self):
        return {"HOME": str(self.home), "PATH": "/usr/bin:/bin", "AWS_EC2_METADATA_DISABLED": "true"} | self.environment

    def start(self, *arguments, **options):
        return subprocess.Popen(self.command(*arguments), env=self.env(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                text=True, **options)

    def run(self, *arguments, expect=0, timeout=120):
        """The finished process; fails with its output when it did not exit as expected (None: however)."""
        done = subprocess.run(self.command(*arguments), env=self.env(), capture_output=True, text=True, timeout=timeout,
                              check=False)
        if expect is not None and done.returncode != expect:
            raise AssertionError(f"{' '.join(map(str, arguments))}: exit {done.returncode}, expected {expect}\n"
                                 f"{done.stdout}{done.stderr}")
        return done

    def deliveries(self, *arguments):
        return json.loads(self.run("deliveries", "--all", "--format", "json", *arguments).stdout)

    def states(self, *arguments):
        """{(report, period, recipient): state}, the archive's copies left out."""
        return {(row["report"], row["period"], row["recipient"]): row["state"]
                for row in self.deliveries(*arguments) if row["copy_of"] is None}
