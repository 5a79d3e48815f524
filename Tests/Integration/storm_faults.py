# SPDX-License-Identifier: Apache-2.0
"""Between bootstrap and moto: counts what a refresh does, and strikes at one of its steps."""
import collections
import contextlib
import dataclasses
import http.client
import json
import socket
import socketserver
import struct
import threading
import time

# What a refresh does, in order: it reads the session, takes the lease, asks Cognito, writes the record, gives the lease back.
STEPS = ("read", "lease", "refresh", "write", "give back")
# Reset before the service was asked; after, so that its answer is lost; in the middle of its answer; then answers of the service itself.
KINDS = ("before", "after", "torn", "500", "503", "throttled", "slow")
SLOW = 1.0
NAMES = {"500": (500, "InternalErrorException", "InternalServerError"), "503": (503, "", "ServiceUnavailable"),
         "throttled": (400, "TooManyRequestsException", "ProvisionedThroughputExceededException")}


@dataclasses.dataclass(frozen=True)
class Fault:
    """Strikes the first `strikes` calls of `step`; the step None is no fault."""
    step: str | None = None
    kind: str = ""
    strikes: int = 1

    def __str__(self):
        return "no fault" if self.step is None else "%s: %s%s" % (
            self.step, self.kind, "" if self.strikes == 1 else " %d times" % self.strikes)


def step_of(operation, body):
    """The step of a refresh that a call is; "end" is the deletion of a session; None for all others."""
    if operation == "InitiateAuth":
        return "refresh" if json.loads(body)["AuthFlow"] == "REFRESH_TOKEN_AUTH" else None
    if operation not in ("GetItem", "PutItem", "DeleteItem"):
        return None
    request = json.loads(body)
    key = request.get("Item", request.get("Key"))["pk"]["S"]
    if key.startswith(("user:", "name-", "limit:")):
        return None
    if key.startswith("refresh-"):
        return {"PutItem": "lease", "DeleteItem": "give back"}.get(operation)
    return {"GetItem": "read", "PutItem": "write", "DeleteItem": "end"}[operation]


class StormProxy:
    """Forwards to moto; `arm` sets the fault of a round, `calls` and `exchanges` count since then.

    `knows_get_tokens` says whether moto knows GetTokensFromRefreshToken: a process asks for it first, to be refused once.
    """

    def __init__(self, target_port, knows_get_tokens):
        self.target_port, self.knows_get_tokens, self.lock = target_port, knows_get_tokens, threading.Lock()
        self.arm(Fault())
        proxy = self

        class Connection(socketserver.StreamRequestHandler):
            disable_nagle_algorithm = True

            def handle(self):
                with contextlib.suppress(ConnectionError), contextlib.closing(
                        http.client.HTTPConnection("127.0.0.1", proxy.target_port, timeout=30)) as moto:
                    while proxy.forward(self, moto):
                        pass

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads, allow_reuse_address, request_queue_size = True, True, 256

        self.server = Server(("127.0.0.1", 0), Connection)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = "http://127.0.0.1:%d" % self.server.server_address[1]

    def arm(self, fault):
        with self.lock:
            self.fault, self.left = fault, fault.strikes if fault.step else 0
            # Calls by step; refreshes that moto answered with tokens.
            self.calls, self.exchanges = collections.Counter(), 0

    def forward(self, client, moto):
        """Serves one request; False at the end of the connection."""
        line = client.rfile.readline().decode()
        if not line:
            return False
        fields = http.client.parse_headers(client.rfile)
        body = client.rfile.read(int(fields.get("Content-Length", 0)))
        operation = fields.get("X-Amz-Target", "").split(".")[-1]
        step = "refresh" if operation == "GetTokensFromRefreshToken" and self.knows_get_tokens else step_of(operation, body)
        with self.lock:
            self.calls[step] += 1
            strikes = self.left > 0 and step == self.fault.step
            self.left -= strikes
            kind = self.fault.kind if strikes else None
        if kind == "slow":
            time.sleep(SLOW)
        if kind == "before":
            return self.reset(client)
        if kind in NAMES:
            status, cognito, dynamodb = NAMES[kind]
            name = cognito if step == "refresh" else dynamodb
            answer = json.dumps({"__type": "com.amazonaws#" + name, "message": "planted-internal-text"}) if name else "<html>"
            return self.answer(client, status, answer.encode(), {"Content-Type": fields.get("Content-Type", "text/html")})
        method, path, _ = line.split(" ", 2)
        moto.request(method, path, body, {name: value for name, value in fields.items() if name.lower() != "connection"})
        response = moto.getresponse()
        content = response.read()
        if step == "refresh" and response.status == 200:
            with self.lock:
                self.exchanges += 1
        if kind == "after":
            return self.reset(client)
        return self.answer(client, response.status, content, response.headers, torn=kind == "torn")

    def answer(self, client, status, content, fields, torn=False):
        dropped = ("content-length", "connection", "transfer-encoding")
        head = ["HTTP/1.1 %d Answer" % status, "Content-Length: %d" % len(content)]
        head += ["%s: %s" % pair for pair in fields.items() if pair[0].lower() not in dropped]
        whole = "\r\n".join([*head, "", ""]).encode() + content
        client.wfile.write(whole[:len(whole) - max(1, len(content) // 2)] if torn else whole)
        return self.reset(client) if torn else True

    def reset(self, client):
        """Closes so that the peer sees a reset and not an orderly end."""
        client.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.connection.close()
        return False

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
