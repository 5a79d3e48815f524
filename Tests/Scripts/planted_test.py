# SPDX-License-Identifier: Apache-2.0
"""The search for planted secrets finds what is planted, wherever it stands, and shows none of it.

usage: planted_test.py
"""
import base64
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import planted

SCRIPT = pathlib.Path(planted.__file__)
TOKEN = ".".join([base64.urlsafe_b64encode(b'{"alg":"RS256","kid":"key"}').decode().rstrip("=")] * 2 + ["c2lnbmF0dXJl" * 4])
PLANTED = [
    "planted-secret-key-0001", "planted-session-token-0002", "Planted-passw0rd-0003!", "Planted-passw0rd-0005!",
    "planted-in-core-0001", "planted-secret-marker", "planted-refresh", "Passw0rd!", "N3wPassw0rd!", "Temp0rary!",
    "unit-test-secret-0123456789abcdef", "first:the-old-secret", "second:the-new-secret", TOKEN,
    "abc123.%s.%s" % ("A" * 43, "b" * 43)]


class Planted(unittest.TestCase):
    def search(self, content):
        with tempfile.TemporaryDirectory() as folder:
            os.mkdir(folder + "/deep")
            pathlib.Path(folder, "clean.log").write_bytes(b"nothing\n")
            pathlib.Path(folder, "deep", "one.log").write_bytes(content)
            done = subprocess.run([sys.executable, str(SCRIPT), folder], capture_output=True, text=True)
            return done.returncode, done.stdout + done.stderr

    def test_each_is_found_and_not_shown(self):
        for place in ("%s", 'x="%s",', "\x1b[1m%s\x1b[0m", '{"a":"%s"}', "\\n%s\xff"):
            lines = "".join("clean\nsecond " + place % secret + "\n" for secret in PLANTED)
            status, output = self.search(lines.encode("latin-1"))
            self.assertEqual(status, 1)
            for number, secret in enumerate(PLANTED, 1):
                with self.subTest(secret=secret[:8], place=place):
                    self.assertIn("one.log:%d: " % (2 * number), output)
                    self.assertNotIn(secret, output)

    def test_every_mark_has_been_planted(self):
        for number, expression in planted.marks():
            self.assertTrue(any(expression.search(secret) for secret in PLANTED), "line %d" % number)

    def test_what_is_no_secret_is_not_found(self):
        status, output = self.search(b"Password must contain a digit; eyJ; id-1 planted-internal-text\n[redacted]\n")
        self.assertEqual((status, output.split(": ")[-1]), (0, "0 found\n"))

    def test_only_the_names_of_rows_are_left_out(self):
        for line, found in (('◇ Test case passing 1 argument password → "Passw0rd!" to "a" started.', 0),
                            ('◇ Test "a" said: Test case passing 1 argument password → "Passw0rd!"', 1),
                            ('◇ Test case passing 2 arguments a, b to "c" started.\nPassw0rd!', 1)):
            self.assertEqual(self.search(line.encode())[0], found)

    def test_nothing_to_search_is_a_failure(self):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run([sys.executable, str(SCRIPT), folder], capture_output=True, text=True)
        self.assertEqual(done.returncode, 1)


if __name__ == "__main__":
    unittest.main()
