# SPDX-License-Identifier: Apache-2.0
"""The static bootstrap under the official emulator: events of other sources, streamed replies, configuration from S3.

usage: BLOCKS_BOOTSTRAP=… BLOCKS_RIE=… events_test.py [-v]
"""
import json
import os
import pathlib
import unittest

import boto3

import front_door
import runtime_api
import stack

BOOTSTRAP = os.path.abspath(os.environ["BLOCKS_BOOTSTRAP"])
RIE = os.path.abspath(os.environ["BLOCKS_RIE"])
EVENTS = pathlib.Path(__file__).parents[2] / "events"


def started(case, **environment):
    """An emulator with its function; `None` leaves a variable out."""
    variables = {**runtime_api.CONFIGURATION, **environment}
    emulator = stack.Emulator(RIE, BOOTSTRAP, {name: value for name, value in variables.items() if value is not None})
    case.addCleanup(emulator.stop)
    return emulator


def event(path):
    return json.loads((EVENTS / path).read_text())


class Sources(unittest.TestCase):
    """What needs neither session nor code; the others run in `blocks invoke`."""

    def test_each_source_gets_the_reply_it_wants(self):
        emulator = started(self, DEMO_EVENT_SOURCES="1")
        for name in ("09-queue", "10-queue-partial", "11-queue-fifo", "12-stream", "13-stream-stopped", "14-table", "15-topic",
                     "16-schedule-of-a-rule", "17-schedule", "18-event", "20-invocation"):
            with self.subTest(event=name):
                expected = event("sources/%s.expected.json" % name)["body"]
                reply = emulator.invoke(event("sources/%s.json" % name))
                wanted = {key: value for key, value in expected.items() if value != "<absent>"}
                self.assertEqual({key: reply.get(key) for key in wanted}, wanted)
                self.assertNotIn("errorType", reply)
        for name in ("19-event-refused", "21-invocation-refused"):
            with self.subTest(event=name):
                self.assertEqual(emulator.invoke(event("sources/%s.json" % name))["errorType"], "Function.HandlerRefused")

    def test_a_source_that_nobody_handles_is_an_error_that_names_it(self):
        emulator = started(self)
        for name, words in (("09-queue", "queue"), ("17-schedule", "schedule"), ("20-invocation", "invocation")):
            with self.subTest(event=name):
                answer = emulator.invoke(event("sources/%s.json" % name))
                self.assertRegex(answer["errorType"], r"^(Runtime|Function)\.[A-Z][A-Za-z]+$")
                self.assertIn(words.lower(), answer["errorMessage"].lower())

    def test_a_trigger_that_nobody_handles_is_an_error_that_names_it(self):
        trigger = event("triggers/01-define-first.json")
        answer = started(self).invoke(trigger)
        self.assertEqual(answer["errorType"], "Runtime.UnsupportedEvent")
        self.assertIn(trigger["triggerSource"], answer["errorMessage"])

    def test_load_balancers_get_the_headers_of_their_kind(self):
        emulator = started(self)
        for members in ({"headers": {"host": "a"}}, {"multiValueHeaders": {"host": ["a"]}}):
            with self.subTest(members=members):
                reply = emulator.invoke({"requestContext": {"elb": {"targetGroupArn": "arn:aws:elasticloadbalancing:t"}},
                                         "httpMethod": "GET", "path": "/health", "body": "", "isBase64Encoded": False, **members})
                self.assertEqual((reply["statusCode"], reply["statusDescription"], reply["body"]), (200, "200 OK", "ok"))
                kind, other = (("headers", "multiValueHeaders") if "headers" in members else ("multiValueHeaders", "headers"))
                self.assertIn("Content-Type", reply[kind])
                self.assertNotIn(other, reply)


class Streaming(unittest.TestCase):
    def stream(self, emulator, path):
        """Head and body of a streamed reply, which the emulator hands on as it is."""
        answer = emulator.invoke_raw(
            {"rawPath": path, "requestContext": {"domainName": "x.lambda-url.eu-west-1.on.aws", "http": {"method": "GET"}}})
        head, separator, body = answer.partition(b"\0" * 8)
        self.assertEqual(separator, b"\0" * 8, answer)
        return json.loads(head), body

    def test_a_function_url_that_is_set_up_for_it_gets_streams(self):
        emulator = started(self, BLOCKS_RESPONSE_STREAMING="function-url")
        head, body = self.stream(emulator, "/countdown/1000")
        self.assertEqual(head["statusCode"], 200)
        self.assertEqual(body.split(), [b"%d" % number for number in range(1000, 0, -1)])
        head, body = self.stream(emulator, "/countdown/none")
        self.assertEqual((head["statusCode"], json.loads(body)["name"]), (400, "InvalidCountdown"))
        head, body = self.stream(emulator, "/health")
        self.assertEqual((head["statusCode"], body), (200, b"ok"))
        # An HTTP API can't stream, and the same process answers it whole.
        reply = front_door.Browser(emulator, "v2").request("GET", "/countdown/3")
        self.assertEqual((reply["statusCode"], reply["body"]), (200, "3\n2\n1\n"))

    def test_a_door_that_cannot_stream_is_told_at_start(self):
        answer = started(self, BLOCKS_RESPONSE_STREAMING="http-api").invoke({})
        self.assertEqual(answer["errorType"], "Runtime.InvalidConfiguration")
        self.assertIn("BLOCKS_RESPONSE_STREAMING", answer["errorMessage"])


class Configuration(unittest.TestCase):
    BUCKET = "blocks-configuration"

    @classmethod
    def setUpClass(cls):
        cls.moto = stack.Moto()
        cls.addClassCleanup(cls.moto.stop)
        cls.s3 = boto3.client("s3", endpoint_url=cls.moto.url, region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="y")
        cls.s3.create_bucket(Bucket=cls.BUCKET)

    def configured(self, content, **environment):
        """An emulator whose function has its client's id in S3 only."""
        if content is not None:
            self.s3.put_object(Bucket=self.BUCKET, Key="demo/prod.json", Body=json.dumps(content))
        names = [name for name in runtime_api.CONFIGURATION if name.endswith("_CLIENT_ID")]
        self.assertEqual(len(names), 1)
        self.client_id = names[0]
        return started(self, AWS_ENDPOINT_URL_S3=self.moto.url, BLOCKS_CONFIG_BUCKET=self.BUCKET,
                       BLOCKS_CONFIG_KEY="demo/prod.json", **{names[0]: None}, **environment)

    def test_what_the_environment_lacks_comes_from_s3(self):
        names = [name for name in runtime_api.CONFIGURATION if name.endswith("_CLIENT_ID")]
        emulator = self.configured({names[0]: "clientfroms3", "DEMO_EVENT_SOURCES": "1"})
        self.assertEqual(front_door.Browser(emulator, "v2").result("api.greet", "Ann")["message"], "Hello, Ann!")
        self.assertEqual(emulator.invoke(event("sources/20-invocation.json"))["removed"], 0)

    def test_what_s3_lacks_too_is_told_by_name(self):
        answer = self.configured({"OTHER": "x"}).invoke({})
        self.assertEqual(answer["errorType"], "Runtime.InvalidConfiguration")
        self.assertIn(self.client_id, answer["errorMessage"])

    def test_an_object_that_cannot_be_used_is_a_typed_error(self):
        for content, words in ((["x"], "must be a JSON object"), ({"A": 1}, "must be a text")):
            with self.subTest(content=content):
                answer = self.configured(content).invoke({})
                self.assertRegex(answer["errorType"], r"^Runtime\.[A-Z][A-Za-z]+$")
                self.assertIn(words, answer["errorMessage"])


if __name__ == "__main__":
    unittest.main()
