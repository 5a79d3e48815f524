# SPDX-License-Identifier: Apache-2.0
"""The parts that the static bootstrap runs against: moto over real HTTP, a proxy that injects faults, the official emulator."""
import contextlib
import http.client
import http.server
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time

import boto3

STACK = "blocks-demo"
SCOPE = STACK + "-my-app"
SESSIONS = SCOPE + "-auth-sessions"
SECRET = "/" + SCOPE + "-auth-session-secret"
PREFIX = "BLOCKS_AUTH_COGNITO_BLOCKS_DEMO_MY_APP_AUTH_"
COOKIE = "__Host-auth_" + SCOPE + "-auth"
BRIDGE = "__Host-autosignin_" + SCOPE + "-auth"
REGION = "us-east-1"
KEYS = {"AWS_ACCESS_KEY_ID": "AKIDTEST", "AWS_SECRET_ACCESS_KEY": "planted-secret-key-0001",
        "AWS_SESSION_TOKEN": "planted-session-token-0002"}


def free_port():
    """A port that nothing listens on; it is below those that outgoing connections get, so none takes it meanwhile."""
    while True:
        with socket.socket() as s, contextlib.suppress(OSError):
            port = random.randrange(20_000, 32_000)
            s.bind(("127.0.0.1", port))
            return port


def wait_for_port(port, process=None, seconds=30):
    """Polls until something listens on `port`; fails at once when `process` ends."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        if process is not None and process.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError("nothing listens on port %d" % port)


def archive(name, text):
    """Adds the log of a process to what is searched for planted secrets, where BLOCKS_TEST_LOGS names a folder for it."""
    if folder := os.environ.get("BLOCKS_TEST_LOGS"):
        with open(os.path.join(folder, name + ".log"), "a") as file:
            file.write(text)


def end(process):
    """Asks a process to end, and makes it after ten seconds."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Moto:
    """Cognito, DynamoDB and SSM served by moto, with the demo's resources; `server` is run with a port as its last argument."""

    def __init__(self, *server):
        self.port = free_port()
        self.url = "http://127.0.0.1:%d" % self.port
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [sys.executable, *(server or ("-m", "moto.server", "-p")), str(self.port)], stdout=self.log, stderr=self.log)
        wait_for_port(self.port, self.process)
        options = {"endpoint_url": self.url, "region_name": REGION, "aws_access_key_id": "x", "aws_secret_access_key": "y"}
        self.cognito, self.dynamodb, self.ssm = (
            boto3.client(name, **options) for name in ("cognito-idp", "dynamodb", "ssm"))
        self.pool = self.cognito.create_user_pool(PoolName=SCOPE + "-auth", AutoVerifiedAttributes=["email"])["UserPool"]["Id"]
        self.client = self.cognito.create_user_pool_client(
            UserPoolId=self.pool, ClientName="web",
            ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])["UserPoolClient"]["ClientId"]
        self.cognito.create_group(UserPoolId=self.pool, GroupName="admins")
        for table in (SESSIONS, SCOPE + "-notes"):
            self.dynamodb.create_table(
                TableName=table, BillingMode="PAY_PER_REQUEST",
                AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
                KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}])

    def sessions(self):
        """The rows of sessions, without those that list a user's, and without counters of attempts."""
        rows = self.dynamodb.scan(TableName=SESSIONS)["Items"]
        return [row for row in rows if not row["pk"]["S"].startswith(("user:", "name-", "limit:"))]

    def clear_sessions(self):
        for item in self.dynamodb.scan(TableName=SESSIONS)["Items"]:
            self.dynamodb.delete_item(TableName=SESSIONS, Key={"pk": item["pk"]})

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.log.close()


class FaultProxy:
    """Forwards to moto; while `fault` is set, answers instead: (status, error name) or "reset"."""

    def __init__(self, target_port):
        proxy = self
        self.fault = None
        self.calls = []
        self.opened = 0
        self.connections = set()

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self):
                super().setup()
                proxy.opened += 1
                proxy.connections.add(self.connection)

            def finish(self):
                proxy.connections.discard(self.connection)
                super().finish()

            def forward(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                proxy.calls.append(self.headers.get("X-Amz-Target", self.path).split(".")[-1])
                if proxy.fault == "reset":
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                if proxy.fault:
                    status, name = proxy.fault
                    self.reply(status, json.dumps(
                        {"__type": "com.amazon#" + name, "message": "planted-internal-text for table " + SESSIONS}).encode())
                    return
                upstream = http.client.HTTPConnection("127.0.0.1", target_port, timeout=30)
                upstream.request(self.command, self.path, body, dict(self.headers))
                answer = upstream.getresponse()
                self.reply(answer.status, answer.read(), answer.getheaders())
                upstream.close()

            def reply(self, status, body, headers=()):
                self.send_response(status)
                for name, value in headers:
                    if name.lower() not in ("content-length", "connection", "transfer-encoding", "server", "date"):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = forward

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = "http://127.0.0.1:%d" % self.server.server_address[1]

    def hang_up(self):
        """Closes every connection, as a service does that has not been asked for a while."""
        for connection in list(self.connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Emulator:
    """The official Runtime Interface Emulator running `bootstrap`."""

    def __init__(self, emulator, bootstrap, environment):
        self.port = free_port()
        self.log = tempfile.NamedTemporaryFile(mode="w+", suffix=".log")
        self.process = subprocess.Popen(
            [emulator, "--runtime-interface-emulator-address", "127.0.0.1:%d" % self.port,
             "--runtime-api-address", "127.0.0.1:%d" % free_port(), bootstrap],
            env={"PATH": os.environ["PATH"], **environment}, stdout=self.log, stderr=self.log)
        wait_for_port(self.port, self.process)

    def invoke(self, event):
        """The reply to an event, as JSON."""
        return json.loads(self.invoke_raw(event))

    def invoke_raw(self, event):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("POST", "/2015-03-31/functions/function/invocations",
                               event if isinstance(event, (str, bytes)) else json.dumps(event))
            return connection.getresponse().read()
        finally:
            connection.close()

    def lines(self):
        self.log.flush()
        with open(self.log.name, errors="replace") as file:
            return file.read()

    def stop(self):
        end(self.process)
        archive("emulator", self.lines())
        self.log.close()
