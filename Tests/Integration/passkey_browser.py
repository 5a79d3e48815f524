# SPDX-License-Identifier: Apache-2.0
"""Registers a passkey and signs in with it on the developer page, in Chromium with a virtual authenticator.

usage: BLOCKS_TOOL=.build/debug/blocks passkey_browser.py [-v]

Skipped where there is no Chromium (BLOCKS_CHROMIUM names one). It is driven by the DevTools protocol through a pair of pipes, so
that no library is needed.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time
import unittest
import uuid

TOOL = os.path.abspath(os.environ.get("BLOCKS_TOOL", ".build/debug/blocks"))
CHROMIUM = os.environ.get("BLOCKS_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
PASSWORD = "Passw0rd!"
PATIENCE = 30  # seconds for anything that the page does


class Server:
    """`blocks serve` with passkeys for pages of this machine."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.process = subprocess.Popen(
            [TOOL, "serve", "--port", "0", "--data", folder], text=True, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "DEMO_AUTH_FLOW": "USER_AUTH", "DEMO_PASSKEYS": "1", "BLOCKS_DEV_QUIET": "1",
                 "NO_COLOR": "1"})
        for line in self.process.stdout:
            if found := re.search(r"http://[^/]*:(\d+)/", line):
                self.page = "http://localhost:%s/" % found[1]
                return
        raise AssertionError("blocks serve did not come up")

    def code(self):
        [newest] = self.folder.glob("*/last-code.json")
        return json.loads(newest.read_text())["code"]

    def stop(self):
        self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()


class Chromium:
    """A browser with one page and an authenticator that always says yes."""

    def __init__(self, profile):
        to_browser, self.output = os.pipe()
        self.input, from_browser = os.pipe()

        def arrange():  # Chromium reads commands from descriptor 3 and writes answers to 4.
            reading, writing = os.dup(to_browser), os.dup(from_browser)
            os.dup2(reading, 3)
            os.dup2(writing, 4)

        self.process = subprocess.Popen(
            [CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
             "--disable-background-networking", "--user-data-dir=" + profile, "--remote-debugging-pipe", "about:blank"],
            preexec_fn=arrange, pass_fds=(3, 4), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.buffer, self.count, self.session = b"", 0, None

    def open(self, address):
        target = self.call("Target.createTarget", url=address)["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("WebAuthn.enable")
        self.authenticator = self.call("WebAuthn.addVirtualAuthenticator", options={
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
            "isUserVerified": True, "automaticPresenceSimulation": True})["authenticatorId"]

    def call(self, method, **parameters):
        self.count += 1
        message = {"id": self.count, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.output, json.dumps(message).encode() + b"\0")
        while True:
            while b"\0" not in self.buffer:
                part = os.read(self.input, 65536)
                assert part, "Chromium ended"
                self.buffer += part
            text, self.buffer = self.buffer.split(b"\0", 1)
            answer = json.loads(text)
            if answer.get("id") == self.count:
                assert "error" not in answer, answer
                return answer["result"]

    def run(self, script):
        answer = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def wait(self, condition):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if value := self.run(condition):
                return value
            time.sleep(0.1)
        raise AssertionError("%s never held; the page says: %s" % (condition, self.run("document.body.innerText")))

    def credentials(self):
        return self.call("WebAuthn.getCredentials", authenticatorId=self.authenticator)["credentials"]

    def stop(self):
        self.process.terminate()
        self.process.wait(10)
        os.close(self.input)
        os.close(self.output)


def named(test_id, kind=""):
    return "document.querySelector(%s)" % json.dumps('%s[data-testid="%s"]' % (kind, test_id))


@unittest.skipUnless(CHROMIUM, "there is no Chromium")
class Passkey(unittest.TestCase):
    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.server = Server(folder + "/data")
        self.addCleanup(self.server.stop)
        self.browser = Chromium(folder + "/profile")
        self.addCleanup(self.browser.stop)
        self.browser.open(self.server.page)

    def press(self, action):
        button = named("authenticator-action-" + action, "button")
        self.browser.wait("%s && !%s.disabled" % (button, button))
        self.browser.run(button + ".click()")

    def submit(self, action, **fields):
        form = named("authenticator-action-" + action, "form")
        if not self.browser.run("!!" + form):
            self.press(action)
        self.browser.wait("!!%s && !document.querySelector('button[disabled]')" % form)
        for name, value in fields.items():
            self.browser.run("%s.querySelector('[name=%s]').value = %s" % (form, name, json.dumps(value)))
        self.browser.run("%s.requestSubmit()" % form)

    def offered(self, action):
        self.browser.wait("!!%s && !document.querySelector('button[disabled]')" % named(
            "authenticator-action-" + action))

    def signed_in(self, name):
        self.browser.wait("document.getElementById('who').innerText === 'Signed in as %s'" % name)

    def test_register_sign_in_and_a_copy(self):
        name = "u" + uuid.uuid4().hex[:8]
        self.submit("signUp", username=name, password=PASSWORD, email=name + "@example.com")
        self.offered("confirmSignUp")
        self.submit("confirmSignUp", code=self.server.code())
        self.signed_in(name)

        self.press("startPasskeyRegistration")
        self.press("completePasskeyRegistration")
        self.offered("deletePasskey")
        [made] = self.browser.credentials()
        self.assertEqual(made["rpId"], "localhost")

        for _ in range(2):
            self.press("signOut")
            self.submit("signInWithPasskey", username=name)
            self.press("confirmSignIn")
            self.signed_in(name)
        [used] = self.browser.credentials()
        self.assertGreater(used["signCount"], made["signCount"])

        # The same key in another authenticator counts from where it was copied, and is found out.
        self.press("signOut")
        self.browser.call("WebAuthn.removeCredential", authenticatorId=self.browser.authenticator,
                          credentialId=used["credentialId"])
        self.browser.call("WebAuthn.addCredential", authenticatorId=self.browser.authenticator,
                          credential={**used, "signCount": 0})
        self.submit("signInWithPasskey", username=name)
        self.press("confirmSignIn")
        error = named("authenticator-error")
        self.assertEqual(self.browser.wait(error + ".innerText"), "The passkey could not be verified.")
        self.browser.wait("document.getElementById('who').innerText === 'Signed out'")


if __name__ == "__main__":
    unittest.main()
