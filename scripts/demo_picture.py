"""Draws docs/images/demo.svg: what `cocoonpool workers list` shows of a running demo fleet. `make picture`."""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.text import Text

TARGET = Path(__file__).parent.parent / "docs" / "images" / "demo.svg"
WIDTH = 118
COCOONPOOL = (sys.executable, "-m", "cocoonpool")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "TMPDIR": folder, "COLUMNS": str(WIDTH), "FORCE_COLOR": "1"}
        arguments = (*COCOONPOOL, "demo", "--port", "18999", "--base-port", "13000", "--interval", "3")
        demo = subprocess.Popen(arguments, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            time.sleep(60)
            (data,) = Path(folder).glob("cocoonpool-demo-*")
            listed = subprocess.run(
                [*COCOONPOOL, "workers", "list"],
                env={**environment, "COCOONPOOL_DATA_DIR": str(data)},
                capture_output=True,
                text=True,
                check=True,
            )
        finally:
            demo.terminate()
            demo.wait(20)
    draw(listed.stdout)


def draw(output: str) -> None:
    console = Console(record=True, width=WIDTH, file=open(os.devnull, "w"))  # noqa: SIM115, PTH123
    console.print(Text("$ cocoonpool workers list", style="bold"))
    console.print(Text.from_ansi(output))
    svg = console.export_svg(title="cocoonpool demo")
    # Fonts from elsewhere are not loaded: the reader's own monospace does.
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL).replace("Fira Code", "monospace")
    TARGET.write_text(svg)


if __name__ == "__main__":
    main()
