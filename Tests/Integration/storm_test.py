# SPDX-License-Identifier: Apache-2.0
"""A hundred requests at once, with an access token that has ended or is about to, to two processes of the static bootstrap that share
one table: a hundred times, with a fault at every step of the refresh. Cognito and DynamoDB are moto over real HTTP.

usage: BLOCKS_BOOTSTRAP=… storm_test.py [-v]

BLOCKS_STORM_SEED    the order of the rounds, and which sessions have ended (default 5)
BLOCKS_STORM_ROUND   only these rounds, by the names that a failure tells: lasting-17,rotating-3
"""
import base64
import collections
import concurrent.futures
import hashlib
import json
import os
import pathlib
import random
import threading
import time
import unittest

import front_door
import runtime_api
import stack
from storm_faults import KINDS, STEPS, Fault, StormProxy
from storm_moto import LIFETIMES

BOOTSTRAP = os.path.abspath(os.environ["BLOCKS_BOOTSTRAP"])
SEED = int(os.environ.get("BLOCKS_STORM_SEED") or 5)
ONLY = set(filter(None, os.environ.get("BLOCKS_STORM_ROUND", "").split(",")))
PASSWORD = "Planted-passw0rd-0003!"
REQUESTS, WORKERS = 100, 50
# No wait of a round goes on for ever. Machines differ in speed: how often Cognito was asked is the proof.
LONGEST = 30
# One fault at each step, by itself; ten rounds without; and faults that outlast the attempts of one process, or of both.
FAULTS = [Fault(step, kind) for step in STEPS for kind in KINDS] + [Fault()] * 8 + [
    Fault("read", "503", 40), Fault("lease", "500", 3), Fault("refresh", "503", 2), Fault("refresh", "after", 2),
    Fault("write", "500", 6), Fault("write", "before", 6), Fault("give back", "503", 3)]
Round = collections.namedtuple("Round", "name fault user")


def plan(kind):
    """Fifty rounds in the order of the seed; users of rounds with an ended token are named so."""
    order = random.Random("%d %s" % (SEED, kind))
    rounds = [Round("%s-%d" % (kind, number), fault, "%s-%s-%d" % (order.choice(sorted(LIFETIMES)), kind, number))
              for number, fault in enumerate(order.sample(FAULTS, len(FAULTS)))]
    return [round for round in rounds if not ONLY or round.name in ONLY]


def exchanges(fault):
    """How often tokens are handed out: once more where they were lost, on the way here or on the way into the table."""
    if fault.step == "refresh" and fault.kind in ("after", "torn"):
        return 1 + fault.strikes
    return 2 if fault.step == "write" and fault.strikes == 6 else 1


def tolerated(round):
    """How many of the requests may be told to try again: those that a process has answered with its failed attempt."""
    fault = round.fault
    if fault.step == "read":
        return 0 if fault.strikes == 1 else fault.strikes
    if round.user.startswith("ending"):
        return 0
    if fault.step == "refresh" and fault.kind not in ("throttled", "slow"):
        return min(REQUESTS, WORKERS * fault.strikes)
    return WORKERS if fault.strikes > 1 and fault.step in ("lease", "write") else 0


class Storm:
    """Two processes over one table and one pool, `kind` of whose refresh tokens is "lasting" or "rotating"."""

    def __init__(self, case, kind):
        script = str(pathlib.Path(__file__).with_name("storm_moto.py"))
        self.moto = stack.Moto(script, kind)
        self.proxy = StormProxy(self.moto.port, knows_get_tokens=kind == "rotating")
        self.environment = {
            **stack.KEYS, "AWS_REGION": stack.REGION, "BLOCKS_STACK_NAME": stack.STACK,
            "AWS_LAMBDA_MAX_CONCURRENCY": str(WORKERS), "AWS_ENDPOINT_URL": self.proxy.url,
            stack.PREFIX + "USER_POOL_ID": self.moto.pool, stack.PREFIX + "CLIENT_ID": self.moto.client}
        self.functions, self.log = [], ""
        self.threads = concurrent.futures.ThreadPoolExecutor(REQUESTS)
        for stop in (self.moto.stop, self.proxy.stop, self.threads.shutdown, self.stop):
            case.addCleanup(stop)
        self.start()

    def start(self):
        """Two fresh processes in place of those that there are."""
        self.stop()
        self.functions = [runtime_api.Function(BOOTSTRAP, self.environment) for _ in range(2)]
        for function in self.functions:
            function.wait_until_ready()

    def stop(self):
        for function in self.functions:
            self.log += function.lines()
            function.stop()
        self.functions = []

    def sign_in(self, user):
        """The browser of a new user who has just signed in, by events to the first process."""
        self.moto.cognito.admin_create_user(UserPoolId=self.moto.pool, Username=user, MessageAction="SUPPRESS")
        self.moto.cognito.admin_set_user_password(UserPoolId=self.moto.pool, Username=user, Password=PASSWORD, Permanent=True)
        browser = front_door.Browser(self.functions[0], "v2")
        state = browser.act("signIn", username=user, password=PASSWORD)
        assert state["state"] == "signedIn", state
        return browser

    def row(self, browser):
        """The row of the browser's session."""
        digest = hashlib.sha256(browser.jar[stack.COOKIE].split(".")[1].encode()).digest()
        key = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        return self.moto.dynamodb.get_item(TableName=stack.SESSIONS, Key={"pk": {"S": key}}, ConsistentRead=True).get("Item")

    def send(self, browser, user, count):
        """Sends `count` requests at once; how often each outcome came back: "ok", "try again", or what is wrong."""
        barrier = threading.Barrier(count)

        def one(number):
            method = ("api.getProfile", "authApi.getAuthState")[number // 2 % 2]
            body = json.dumps({"jsonrpc": "2.0", "method": method, "params": [], "id": number})
            event = json.dumps(browser.event("POST", front_door.PATH, body, {"content-type": "application/json"})).encode()
            barrier.wait()
            return outcome(self.functions[number % len(self.functions)].invoke(event), user)

        return collections.Counter(self.threads.map(one, range(count)))


def outcome(reply, user):
    answer = json.loads(reply["body"]) if "body" in reply else reply
    if any("Max-Age=0" in cookie for cookie in reply.get("cookies", [])):
        return "the cookie is cleared"
    if error := answer.get("error"):
        retriable = (error["code"], error.get("data", {}).get("retriable")) == (503, True)
        return "try again" if retriable else json.dumps(error)
    result = answer.get("result") or {}
    name = result["user"] and result["user"]["username"] if "user" in result else result.get("username")
    return "ok" if name == user else json.dumps(answer)


class RefreshStorm(unittest.TestCase):
    def test_with_lasting_refresh_tokens(self):
        self.weather("lasting")

    def test_with_rotating_refresh_tokens(self):
        self.weather("rotating")

    def test_a_process_that_dies_while_it_refreshes_holds_the_other_up_for_a_lease(self):
        if ONLY:
            self.skipTest("only some rounds")
        storm = Storm(self, "rotating")
        browser = storm.sign_in("ended-dies")
        time.sleep(LIFETIMES["ended"] + 1)
        storm.proxy.arm(Fault("refresh", "slow"))
        dying = storm.functions.pop(0)
        dying.events.put((1, json.dumps(browser.event("POST", front_door.PATH, json.dumps(
            {"jsonrpc": "2.0", "method": "api.getProfile", "params": [], "id": 1}), {"content-type": "application/json"})).encode()))
        while not storm.proxy.calls["refresh"]:
            time.sleep(0.01)
        dying.process.kill()
        started = time.monotonic()
        self.assertEqual(storm.send(browser, "ended-dies", WORKERS), {"ok": WORKERS})
        self.assertLess(time.monotonic() - started, LONGEST)
        self.assertEqual((storm.proxy.calls["refresh"], storm.proxy.calls["end"]), (2, 0))
        dying.stop()

    def weather(self, kind):
        rounds = plan(kind)
        if not rounds:
            self.skipTest("no round of this kind is asked for")
        storm, started = Storm(self, kind), time.monotonic()
        # Whose tokens are to have ended signs in now: the wait for it is paid once.
        ended = {round.user: storm.sign_in(round.user) for round in rounds if round.user.startswith("ended")}
        time.sleep(LIFETIMES["ended"] + 1)
        print("%s refresh tokens: %d rounds, seed %d" % (kind, len(rounds), SEED), flush=True)
        seen, retried = 0, 0
        for number, round in enumerate(rounds, 1):
            if number % 10 == 0:
                storm.start()
            with self.subTest(round=round.name, fault=str(round.fault), user=round.user,
                              repeat="BLOCKS_STORM_SEED=%d BLOCKS_STORM_ROUND=%s" % (SEED, round.name)):
                browser = ended.get(round.user) or storm.sign_in(round.user)
                counts = self.round(storm, round, browser)
                seen, retried = seen + storm.proxy.exchanges, retried + counts["try again"]
            if number % 10 == 0 or number == len(rounds):
                print("  %d rounds in %.0f s: %d exchanges of tokens, %d of %d requests told to try again" % (
                    number, time.monotonic() - started, seen, retried, number * REQUESTS), flush=True)
        storm.stop()
        self.assertNotRegex(storm.log, r"(?i)planted-(?!internal)|eyJ[\w-]{20,}|%s=" % stack.COOKIE)

    def round(self, storm, round, browser):
        storm.proxy.arm(round.fault)
        started = time.monotonic()
        counts = storm.send(browser, round.user, REQUESTS)
        duration = time.monotonic() - started
        calls = dict(storm.proxy.calls)
        if ONLY:
            print("  %s: %s, %s, %.1f s, calls %s" % (round.fault, round.user, dict(counts), duration, calls), flush=True)
        self.assertEqual(storm.proxy.left, 0, "the fault did not strike")
        self.assertEqual(counts["ok"] + counts["try again"], REQUESTS, counts)
        self.assertLessEqual(counts["try again"], tolerated(round), counts)
        self.assertIsNotNone(storm.row(browser), "the session's row is gone")
        self.assertEqual(storm.send(browser, round.user, 4), {"ok": 4})
        self.assertLess(duration, LONGEST)
        self.assertEqual((storm.proxy.exchanges, storm.proxy.calls["end"]), (exchanges(round.fault), 0), calls)
        if round.fault.step is None:
            self.assertEqual(storm.proxy.calls["refresh"], 1)
        return counts


if __name__ == "__main__":
    unittest.main()
