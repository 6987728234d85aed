"""The README's lines: a wheel is built, installed in a fresh folder, and the example run against the demo."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

from .demo import DemoCase

HERE = Path(__file__).parents[1]


class Readme(DemoCase):
    def test_built_installed_and_the_example_runs(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)

            def run(*command: str, **environment: str) -> str:
                done = subprocess.run(
                    command, cwd=folder, env={**os.environ, **environment}, text=True, capture_output=True
                )
                self.assertEqual(done.returncode, 0, done.stderr)
                return done.stdout

            scripts = folder / ".venv" / ("Scripts" if sys.platform == "win32" else "bin")
            venv.create(folder / ".venv", with_pip=True)
            run(str(scripts / "pip"), "wheel", "--no-deps", "--wheel-dir", ".", str(HERE))
            (wheel,) = folder.glob("*.whl")
            inside = zipfile.ZipFile(wheel).namelist()
            strange = [entry for entry in inside if not re.match(r"tessera_client(-0\.1\.0\.dist-info)?/", entry)]
            self.assertEqual(strange, [])
            self.assertIn("tessera_client/py.typed", inside)
            run(str(scripts / "pip"), "install", "--no-index", str(wheel))
            readme = (HERE / "README.md").read_text("utf-8")
            example = re.search(r"```python\n(.*?)```", readme, re.S)
            shown = re.search(r"It prints[^\n]*\n\n```\n(.*?)```", readme, re.S)
            assert example and shown
            (folder / "checkout.py").write_text(example[1], "utf-8")
            printed = run(
                str(scripts / "python"), "checkout.py", TESSERA_URL=self.url, TESSERA_KEY=self.key, PYTHONPATH=""
            )

            def fixed(text: str) -> str:
                return re.sub(r"\d{4}-\d\d-\d\dT\S+", "TIME", re.sub(r"order-\d+", "ORDER", text))

            self.assertEqual(fixed(printed), fixed(shown[1]))
