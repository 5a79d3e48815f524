# SPDX-License-Identifier: Apache-2.0
"""Runs the commands of README.md, every `sh` block in its order.

The first block serves until it is ended: it stays up while the blocks after it run. The test command itself, which runs this
file, is only checked to be there.
"""
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[1]
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", (ROOT / "README.md").read_text(), re.M | re.S)
TEST_COMMAND = "bash Tests/run.sh\n"


def ready(url, process, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            return urllib.request.urlopen(url, timeout=2).status == 200
        except OSError:
            time.sleep(0.2)
    return False


def archive(text):
    """Adds what a command said to the logs that are searched for planted secrets, where BLOCKS_TEST_LOGS names their folder."""
    if folder := os.environ.get("BLOCKS_TEST_LOGS"):
        with open(pathlib.Path(folder, "readme-commands.log"), "a") as file:
            file.write(text)


class ReadMe(unittest.TestCase):
    def test_every_command_works(self):
        self.assertGreaterEqual(len(BLOCKS), 5)
        self.assertIn(TEST_COMMAND, BLOCKS)
        with tempfile.TemporaryFile() as log:
            first = subprocess.Popen(["bash", "-c", BLOCKS[0]], cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
            try:
                up = ready("http://localhost:3000/health", first, 900)
                log.seek(0)
                self.assertTrue(up, log.read().decode(errors="replace")[-3000:])
                for block in BLOCKS[1:]:
                    if block == TEST_COMMAND:
                        continue
                    for command in block.splitlines():
                        with self.subTest(command=command):
                            flags = {"curl": "set -e; curl() { command curl -fsS \"$@\"; }; "}.get(command.split()[0], "")
                            done = subprocess.run(["bash", "-c", flags + command], cwd=ROOT, capture_output=True, text=True)
                            archive(done.stdout + done.stderr)
                            self.assertEqual(done.returncode, 0, done.stdout[-2000:] + done.stderr[-2000:])
                            self.assertNotIn('"error"', done.stdout if command.startswith("curl") else "")
            finally:
                os.killpg(first.pid, signal.SIGTERM)
                first.wait(30)
                log.seek(0)
                archive(log.read().decode(errors="replace"))


if __name__ == "__main__":
    sys.exit(unittest.main())
