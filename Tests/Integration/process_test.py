# SPDX-License-Identifier: Apache-2.0
"""The static bootstrap as a process: memory, connections, signals; under the official emulator, what a crash looks like.

usage: BLOCKS_BOOTSTRAP=… BLOCKS_RIE=… process_test.py [-v]
"""
import concurrent.futures
import json
import os
import pathlib
import signal
import subprocess
import unittest

import front_door
import runtime_api
import stack

BOOTSTRAP = os.path.abspath(os.environ["BLOCKS_BOOTSTRAP"])
RIE = os.path.abspath(os.environ["BLOCKS_RIE"])


def greeting(name):
    body = json.dumps({"jsonrpc": "2.0", "method": "api.greet", "params": [name], "id": 1})
    return front_door.Browser(None, "v2").event("POST", front_door.PATH, body, {"content-type": "application/json"})


class Process(unittest.TestCase):
    def function(self, **environment):
        function = runtime_api.Function(BOOTSTRAP, {**runtime_api.CONFIGURATION, **environment})
        self.addCleanup(function.stop)
        function.wait_until_ready()
        return function

    def greet(self, function, name):
        self.assertIn("Hello, %s!" % name, function.invoke(greeting(name))["body"])

    def test_10000_invocations_use_one_connection_and_no_more_memory(self):
        function = self.function()
        for number in range(1000):
            self.greet(function, "warm-%d" % number)
        before = function.resident()
        for number in range(10_000):
            self.greet(function, "user-%d" % number)
        after = function.resident()
        print("resident: %d KiB before, %d KiB after 10,000 invocations" % (before, after))
        self.assertLessEqual(abs(after - before), 1024)
        self.assertEqual((function.connections, function.process.poll(), function.lines()), (1, None, ""))

    def test_64_workers_answer_10000_users_and_take_little_memory(self):
        alone, function = self.function(), self.function(AWS_LAMBDA_MAX_CONCURRENCY="64")
        with concurrent.futures.ThreadPoolExecutor(64) as pool:
            list(pool.map(lambda number: self.greet(function, "user-%d" % number), range(10_000)))
        self.greet(alone, "ann")
        print("resident: %d KiB with one worker, %d KiB with 64" % (alone.resident(), function.resident()))
        self.assertEqual((function.connections, function.lines()), (64, ""))
        self.assertLess(function.resident() - alone.resident(), 4096)

    def test_a_crash_is_one_line_and_then_a_crash(self):
        for number in (signal.SIGSEGV, signal.SIGILL, signal.SIGTRAP, signal.SIGBUS, signal.SIGABRT, signal.SIGFPE):
            with self.subTest(signal=number.name):
                function = self.function()
                function.send(number)
                self.assertEqual(function.process.wait(10), -number)
                line = json.loads(function.lines())
                self.assertEqual((line["level"], line["signal"]), ("FATAL", number.name))
                self.assertNotIn("requestId", line)

    def test_the_end_of_the_environment_is_no_failure(self):
        function = self.function()
        self.greet(function, "ann")
        function.send(signal.SIGTERM)
        self.assertEqual((function.process.wait(10), function.lines()), (0, ""))

    def test_help_is_text_on_standard_output(self):
        for argument in ("--help", "-h"):
            told = subprocess.run([BOOTSTRAP, argument], capture_output=True, text=True, env={}, timeout=10)
            self.assertEqual((told.returncode, told.stderr), (0, ""))
            self.assertIn("blocks serve", told.stdout)

    def test_a_start_that_fails_is_told_with_its_type_and_setting(self):
        pool = "BLOCKS_AUTH_COGNITO_BLOCKS_DEMO_MY_APP_AUTH_USER_POOL_ID"
        nowhere = {"BLOCKS_CONFIG_BUCKET": "bucket", "BLOCKS_CONFIG_KEY": "key", "AWS_ENDPOINT_URL_S3": "http://127.0.0.1:1"}
        for changes, type_, setting in (
                ({pool: ""}, "Runtime.InvalidConfiguration", pool),
                ({"AWS_LAMBDA_MAX_CONCURRENCY": "many"}, "Runtime.InvalidConfiguration", "AWS_LAMBDA_MAX_CONCURRENCY"),
                ({"AWS_SECRET_ACCESS_KEY": ""}, "Runtime.InvalidKey", "AWS_SECRET_ACCESS_KEY"),
                (nowhere, "Runtime.UnreadableConfiguration", "BLOCKS_CONFIG_KEY")):
            with self.subTest(setting=setting):
                function = runtime_api.Function(BOOTSTRAP, {**runtime_api.CONFIGURATION, **changes})
                self.addCleanup(function.stop)
                self.assertEqual(function.process.wait(20), 1)
                told = json.loads(function.answers[-1].get(timeout=5))
                self.assertEqual((told["errorType"], told["stackTrace"]), (type_, []))
                self.assertIn(setting, told["errorMessage"])
                self.assertNotIn("planted", function.lines() + json.dumps(told))


class Emulated(unittest.TestCase):
    def setUp(self):
        self.emulator = stack.Emulator(RIE, BOOTSTRAP, runtime_api.CONFIGURATION)
        self.addCleanup(self.emulator.stop)

    def pid(self):
        """The bootstrap's: a child of any thread of the emulator."""
        threads = pathlib.Path("/proc/%d/task" % self.emulator.process.pid).glob("*/children")
        (child,) = {int(pid) for thread in threads for pid in thread.read_text().split()}
        return child

    def greet(self):
        return self.emulator.invoke(greeting("ann"))

    def test_an_exit_is_lambdas_own_error_and_the_next_invocation_has_a_new_process(self):
        self.assertEqual(self.greet()["statusCode"], 200)
        first = self.pid()
        os.kill(first, signal.SIGSEGV)
        answers = [self.greet() for _ in range(3)]
        self.assertEqual([a["errorType"] for a in answers if "errorType" in a], ["Runtime.ExitError"])
        self.assertEqual(answers[-1]["statusCode"], 200)
        self.assertNotEqual(self.pid(), first)
        self.assertIn('"signal":"SIGSEGV"', self.emulator.lines())

    def test_the_same_process_serves_after_an_error(self):
        self.assertEqual(self.greet()["statusCode"], 200)
        first = self.pid()
        self.assertEqual(self.emulator.invoke({})["errorType"][:8], "Runtime.")
        self.assertEqual((self.greet()["statusCode"], self.pid()), (200, first))


if __name__ == "__main__":
    unittest.main()
