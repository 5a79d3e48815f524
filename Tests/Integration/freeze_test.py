# SPDX-License-Identifier: Apache-2.0
"""The static bootstrap, stopped for a minute as Lambda freezes an environment, and continued; against moto over real HTTP.

usage: BLOCKS_BOOTSTRAP=… freeze_test.py [-v]     (BLOCKS_FREEZE_SECONDS: 60)
"""
import json
import os
import signal
import time
import unittest
import uuid

import front_door
import runtime_api
import stack

BOOTSTRAP = os.path.abspath(os.environ["BLOCKS_BOOTSTRAP"])
SECONDS = float(os.environ.get("BLOCKS_FREEZE_SECONDS", 60))
PASSWORD = "Planted-passw0rd-0003!"


class Freeze(unittest.TestCase):
    """Both processes are frozen at the same time, so that the wait is paid once."""

    @classmethod
    def setUpClass(cls):
        cls.moto = stack.Moto()
        cls.addClassCleanup(cls.moto.stop)
        cls.services = [stack.FaultProxy(cls.moto.port) for _ in range(3)]
        cognito, dynamodb, ssm = cls.services
        environment = {
            **stack.KEYS, "AWS_REGION": stack.REGION, "BLOCKS_STACK_NAME": stack.STACK,
            stack.PREFIX + "USER_POOL_ID": cls.moto.pool, stack.PREFIX + "CLIENT_ID": cls.moto.client,
            "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": cognito.url, "AWS_ENDPOINT_URL_DYNAMODB": dynamodb.url,
            "AWS_ENDPOINT_URL_SSM": ssm.url}
        cls.fresh, cls.used = (runtime_api.Function(BOOTSTRAP, environment) for _ in range(2))
        for part in (*cls.services, cls.fresh, cls.used):
            cls.addClassCleanup(part.stop)
        cls.name = "u" + uuid.uuid4().hex[:10]
        cls.browser = front_door.Browser(cls.used, "v2")
        cls.browser.act("signUp", username=cls.name, password=PASSWORD, email=cls.name + "@example.com", autoSignIn="false")
        cls.browser.act("confirmSignUp", username=cls.name, code="123456")
        assert cls.browser.act("signIn", username=cls.name, password=PASSWORD)["state"] == "signedIn"
        cls.opened = [service.opened for service in cls.services]
        cls.fresh.wait_until_ready()
        for function in (cls.fresh, cls.used):
            function.send(signal.SIGSTOP)
        for service in cls.services:
            service.hang_up()
        time.sleep(SECONDS)
        for function in (cls.fresh, cls.used):
            function.send(signal.SIGCONT)

    def test_frozen_between_init_and_the_first_event(self):
        self.assertEqual(front_door.Browser(self.fresh, "v2").result("api.greet", "Ann")["message"], "Hello, Ann!")
        self.assertEqual((self.fresh.connections, self.fresh.lines()), (1, ""))

    def test_frozen_while_the_services_close_their_connections(self):
        self.assertEqual(self.browser.result("api.getProfile")["username"], self.name)
        again = front_door.Browser(self.used, "v1")
        self.assertEqual(again.act("signIn", username=self.name, password=PASSWORD)["state"], "signedIn")
        self.assertEqual(again.result("api.getProfile")["username"], self.name)
        cognito, dynamodb, _ = self.services
        self.assertGreater(cognito.opened, self.opened[0])
        self.assertGreater(dynamodb.opened, self.opened[1])
        # Nothing but its two sign-ins is worth a line, least of all a connection that was closed.
        messages = [json.loads(line)["message"] for line in self.used.lines().splitlines()]
        self.assertEqual((self.used.connections, messages), (1, ["Signed in"] * 2))


if __name__ == "__main__":
    unittest.main()
