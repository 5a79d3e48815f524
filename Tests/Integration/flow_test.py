# SPDX-License-Identifier: Apache-2.0
"""The static bootstrap under the official emulator, against Cognito, DynamoDB and SSM of moto over real HTTP.

usage: BLOCKS_BOOTSTRAP=… BLOCKS_RIE=… flow_test.py [-v]
"""
import base64
import hashlib
import json
import os
import re
import unittest
import uuid

import front_door
import stack

BOOTSTRAP = os.path.abspath(os.environ["BLOCKS_BOOTSTRAP"])
RIE = os.path.abspath(os.environ["BLOCKS_RIE"])
PASSWORD = "Planted-passw0rd-0003!"


def setUpModule():
    global moto, cognito, dynamodb, ssm, emulator
    moto = stack.Moto()
    cognito, dynamodb, ssm = (stack.FaultProxy(moto.port) for _ in range(3))
    emulator = stack.Emulator(RIE, BOOTSTRAP, environment())


def tearDownModule():
    text = emulator.lines()
    emulator.stop()
    for part in (cognito, dynamodb, ssm, moto):
        part.stop()
    planted = re.findall(r"planted-(?:secret|session|passw)\S+|Planted-passw\S+|eyJ[\w-]{20,}\.eyJ\S+", text)
    assert not planted, "secrets in the log: %s" % planted


def environment(**changes):
    return {
        **stack.KEYS, "AWS_REGION": stack.REGION, "BLOCKS_STACK_NAME": stack.STACK,
        stack.PREFIX + "USER_POOL_ID": moto.pool, stack.PREFIX + "CLIENT_ID": moto.client,
        "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": cognito.url, "AWS_ENDPOINT_URL_DYNAMODB": dynamodb.url,
        # By name, so that the resolver's thread runs in the static executable too.
        "AWS_ENDPOINT_URL_SSM": ssm.url.replace("127.0.0.1", "localhost"), **changes}


def row_key(browser):
    """The key of the row of the browser's session: a hash of the id in its cookie."""
    digest = hashlib.sha256(browser.jar[stack.COOKIE].split(".")[1].encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


class Case(unittest.TestCase):
    def setUp(self):
        for proxy in (cognito, dynamodb, ssm):
            proxy.fault = None
        moto.clear_sessions()

    def signed_in(self, shape="v2"):
        browser, name = front_door.Browser(emulator, shape), "u" + uuid.uuid4().hex[:10]
        browser.act("signUp", username=name, password=PASSWORD, email=name + "@example.com", autoSignIn="false")
        browser.act("confirmSignUp", username=name, code="123456")
        state = browser.act("signIn", username=name, password=PASSWORD)
        self.assertEqual(state["state"], "signedIn", state)
        return browser, name


class Flow(Case):
    def test_sign_up_to_sign_out_in_both_shapes(self):
        for shape in ("v1", "v2"):
            with self.subTest(shape=shape):
                moto.clear_sessions()
                browser, name = front_door.Browser(emulator, shape), "u" + uuid.uuid4().hex[:10]
                self.assertEqual(browser.result("authApi.getAuthState")["state"], "signedOut")
                self.assertEqual(browser.error("api.getProfile")["code"], 401)

                state = browser.act("signUp", username=name, password=PASSWORD, email=name + "@example.com", autoSignIn="false")
                self.assertEqual(state["state"], "confirmingSignUp")
                self.assertEqual(browser.act("confirmSignUp", username=name, code="123456")["state"], "signedOut")
                state = browser.act("signIn", username=name, password=PASSWORD)
                self.assertEqual((state["state"], state["user"]["username"]), ("signedIn", name))
                self.assertRegex(
                    browser.set_cookies()[0],
                    r"^%s=[\w-]{6}\.[\w-]{43}\.[\w-]{43}; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=34560000$" % stack.COOKIE)

                self.assertEqual(browser.result("api.getProfile")["username"], name)
                self.assertEqual(browser.error("api.adminOnly")["data"]["name"], "NotAuthorizedException")
                self.assertEqual(browser.act("signOut")["state"], "signedOut")
                self.assertIn("Max-Age=0", browser.set_cookies()[0])
                self.assertEqual((browser.jar, moto.sessions()), ({}, []))
                self.assertEqual(browser.error("api.getProfile")["code"], 401)

    def test_the_bridge_cookie_signs_in_after_confirmation_and_is_cleared_beside_the_session_cookie(self):
        for shape in ("v1", "v2"):
            with self.subTest(shape=shape):
                browser, name = front_door.Browser(emulator, shape), "u" + uuid.uuid4().hex[:10]
                browser.act("signUp", username=name, password=PASSWORD, email=name + "@example.com")
                state = browser.act("confirmSignUp", username=name, code="123456")
                self.assertEqual([action["name"] for action in state["actions"]], ["autoSignIn"])
                self.assertEqual(browser.act("autoSignIn", username=name)["state"], "signedIn")
                names = sorted(cookie.split("=")[0] for cookie in browser.set_cookies())
                self.assertEqual(names, [stack.COOKIE, stack.BRIDGE])
                self.assertEqual(list(browser.jar), [stack.COOKIE])

    def test_the_session_row_holds_key_value_and_expiry(self):
        browser, _ = self.signed_in()
        (row,) = moto.sessions()
        self.assertEqual(sorted(row), ["pk", "ttl", "value"])
        self.assertEqual(row["pk"]["S"], row_key(browser))
        self.assertRegex(json.loads(row["value"]["S"]), r"^v1\.[\w-]{6}\.[\w-]+$")
        for planted in (".eyJ", browser.jar[stack.COOKIE].split(".")[1]):
            self.assertNotIn(planted, row["pk"]["S"] + row["value"]["S"])
        self.assertRegex(row["ttl"]["N"], r"^\d{10}$")

    def test_a_second_browser_makes_a_second_row_and_signing_out_deletes_one(self):
        browser, name = self.signed_in()
        other = front_door.Browser(emulator, "v1")
        other.act("signIn", username=name, password=PASSWORD)
        self.assertEqual(len(moto.sessions()), 2)
        browser.act("signOut")
        (row,) = moto.sessions()
        self.assertEqual(row["pk"]["S"], row_key(other))
        self.assertEqual(other.result("api.getProfile")["username"], name)

    def test_a_group_member_passes_the_role_check(self):
        browser, name = self.signed_in()
        moto.cognito.admin_add_user_to_group(UserPoolId=moto.pool, Username=name, GroupName="admins")
        self.assertEqual(browser.error("api.adminOnly")["code"], 403)
        browser.act("signIn", username=name, password=PASSWORD)
        self.assertIn(name, browser.result("api.adminOnly")["message"])

    def test_the_secret_is_created_once_and_outlives_the_process(self):
        browser, name = self.signed_in()
        value = moto.ssm.get_parameter(Name=stack.SECRET, WithDecryption=True)["Parameter"]
        self.assertEqual((value["Type"], len(value["Value"])), ("SecureString", 43))
        second = stack.Emulator(RIE, BOOTSTRAP, environment())
        try:
            browser.emulator = second
            self.assertEqual(browser.result("api.getProfile")["username"], name)
        finally:
            second.stop()
        self.assertEqual(
            moto.ssm.get_parameter(Name=stack.SECRET, WithDecryption=True)["Parameter"]["Version"], value["Version"])

    def test_health_answers_without_a_session(self):
        for shape in ("v1", "v2"):
            self.assertEqual(front_door.Browser(emulator, shape).request("GET", "/health")["statusCode"], 200)


class BadInput(Case):
    def test_malformed_requests_get_their_documented_codes(self):
        browser = front_door.Browser(emulator, "v2")
        for body, code in ((None, -32600), ("{", -32700), ("[]", -32600), ("null", -32600),
                           ('{"jsonrpc":"2.0","method":"x"}', -32600), ('{"jsonrpc":"2.0","method":"no.pe"}', -32601),
                           ('{"jsonrpc":"2.0","method":"api.constructor"}', -32601),
                           ('{"jsonrpc":"2.0","method":"api.greet","params":7}', -32602),
                           ('{"jsonrpc":"2.0","method":"api.greet","params":[7]}', -32602),
                           ("\ud83d".encode("utf-8", "surrogatepass").decode("latin-1"), -32700)):
            with self.subTest(body=body):
                reply = browser.request("POST", front_door.PATH, body)
                self.assertEqual((reply["statusCode"], json.loads(reply["body"])["error"]["code"]), (200, code))

    def test_an_event_that_is_no_http_request_is_an_error_and_the_next_invocation_works(self):
        for event in ("[]", "null", "17", '{"version":"2.0"}', '{"Records":[{"eventSource":"aws:s3"}]}', '{"httpMethod":3}'):
            with self.subTest(event=event):
                self.assertRegex(emulator.invoke(event)["errorType"], r"^(Runtime|Function)\.[A-Z][A-Za-z]+$")
        self.assertEqual(front_door.Browser(emulator, "v2").result("api.greet", "Ann")["message"], "Hello, Ann!")

    def test_an_event_of_seven_mebibytes_is_refused_and_the_process_goes_on(self):
        # Lambda's own limit is 6 MiB; the emulator cuts a longer event there.
        body = json.dumps({"jsonrpc": "2.0", "method": "api.greet", "params": ["x" * (7 << 20)], "id": 1})
        browser = front_door.Browser(emulator, "v2")
        browser.request("POST", front_door.PATH, body)
        self.assertEqual(browser.raw.get("errorType"), "Runtime.MalformedEvent", str(browser.raw)[:200])
        self.assertEqual(browser.result("api.greet", "Ann")["message"], "Hello, Ann!")

    def test_a_tampered_cookie_is_no_session_and_costs_nobody_theirs(self):
        browser, name = self.signed_in()
        cookie = browser.jar[stack.COOKIE]
        for forged in (cookie[:-1] + ("A" if cookie[-1] != "A" else "B"), "x" + cookie, cookie + "=", cookie.replace(".", ""), "."):
            browser.jar[stack.COOKIE] = forged
            self.assertEqual(browser.error("api.getProfile")["code"], 401)
            self.assertEqual(browser.set_cookies(), [])
        browser.jar[stack.COOKIE] = cookie
        self.assertEqual(browser.result("api.getProfile")["username"], name)

    def test_a_wrong_password_and_an_unknown_user_look_alike(self):
        browser, name = self.signed_in()
        wrong = browser.act("signIn", username=name, password="Wrong-passw0rd!")
        self.assertEqual((wrong["state"], wrong["errorName"]), ("signedIn", "NotAuthorizedException"))
        stranger = front_door.Browser(emulator, "v1")
        answers = [stranger.act("signIn", username=user, password="Wrong-passw0rd!") for user in (name, "nobody-" + name)]
        self.assertEqual(answers[0]["state"], "signedOut")
        self.assertEqual([answer["errorName"] for answer in answers], ["NotAuthorizedException"] * 2)


class Faults(Case):
    """Services that fail: the documented answer, no session lost, nothing internal shown."""

    def check(self, proxy, fault, call, code):
        browser, name = self.signed_in()
        rows = moto.sessions()
        proxy.fault = fault
        error = call(browser, name)
        proxy.fault = None
        self.assertEqual((error["code"], error["data"]["retriable"]), (code, True), error)
        self.assertNotIn("planted", json.dumps(browser.raw))
        self.assertNotIn(stack.SESSIONS, browser.raw["body"])
        self.assertEqual((browser.set_cookies(), moto.sessions()), ([], rows))
        self.assertEqual(browser.result("api.getProfile")["username"], name)

    def test_notes_are_kept_for_their_owner(self):
        browser, _ = self.signed_in()
        browser.result("api.addNote", "milk")
        self.assertEqual([note["text"] for note in browser.result("api.listNotes")], ["milk"])
        browser.result("api.deleteNote", 1)
        self.assertEqual(browser.result("api.listNotes"), [])

    def test_dynamodb_failing_keeps_the_session_and_asks_to_try_again(self):
        profile = lambda browser, _: browser.error("api.getProfile")
        for fault in ("reset", (500, "InternalServerError"), (400, "ProvisionedThroughputExceededException")):
            with self.subTest(fault=fault):
                self.check(dynamodb, fault, profile, 503)

    def test_cognito_failing_is_a_named_state_without_internal_text(self):
        for fault, name_of_error in (
                ("reset", "ServiceUnavailableException"), ((500, "InternalErrorException"), "InternalErrorException"),
                ((400, "ThrottlingException"), "TooManyRequestsException")):
            with self.subTest(fault=fault):
                browser, name = self.signed_in()
                cognito.fault = fault
                state = browser.act("signIn", username=name, password=PASSWORD)
                cognito.fault = None
                self.assertEqual(state["errorName"], name_of_error, state)
                self.assertNotIn("planted", browser.raw["body"])
                self.assertEqual(browser.result("api.getProfile")["username"], name)

    def test_an_unreadable_secret_signs_nobody_out_and_is_read_again_later(self):
        browser, name = self.signed_in()
        fresh = stack.Emulator(RIE, BOOTSTRAP, environment())
        try:
            browser.emulator = fresh
            ssm.fault = (400, "AccessDeniedException")
            error = browser.error("api.getProfile")
            ssm.fault = None
            self.assertEqual((error["code"], browser.set_cookies()), (503, []))
            self.assertNotIn("planted", browser.raw["body"])
            self.assertEqual(browser.result("api.getProfile")["username"], name)
        finally:
            fresh.stop()


class Start(unittest.TestCase):
    def test_nothing_configured_is_a_typed_init_error_that_names_the_setting(self):
        lost = stack.Emulator(RIE, BOOTSTRAP, {})
        try:
            answer = lost.invoke({})
            self.assertRegex(answer["errorType"], r"^(Runtime|Function)\.[A-Z][A-Za-z]+$")
            self.assertIn("BLOCKS_", answer["errorMessage"])
        finally:
            lost.stop()


if __name__ == "__main__":
    unittest.main()
