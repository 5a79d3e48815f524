# SPDX-License-Identifier: Apache-2.0
"""A Runtime API in Python, for what the emulator can't show: the process itself, its connections and its memory."""
import contextlib
import json
import os
import queue
import re
import signal
import socket
import subprocess
import tempfile
import threading

import stack

# A demo application that calls nothing: its ids are made up.
CONFIGURATION = {
    "AWS_ACCESS_KEY_ID": "AKIDTEST", "AWS_SECRET_ACCESS_KEY": "planted-secret-key-0001", "AWS_REGION": "us-east-1",
    "BLOCKS_STACK_NAME": "blocks-demo", "BLOCKS_AUTH_COGNITO_BLOCKS_DEMO_MY_APP_AUTH_USER_POOL_ID": "us-east-1_test",
    "BLOCKS_AUTH_COGNITO_BLOCKS_DEMO_MY_APP_AUTH_CLIENT_ID": "client"}


class Function:
    """`bootstrap` as Lambda runs it; `invoke` may be called from several threads."""

    def __init__(self, bootstrap, environment):
        self.events, self.answers = queue.Queue(), {-1: queue.Queue()}  # -1: an init error
        self.connections = self.numbers = 0
        self.lock, self.waiting = threading.Lock(), threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        threading.Thread(target=self.accept, daemon=True).start()
        self.log = tempfile.NamedTemporaryFile(mode="w+", suffix=".log")
        self.process = subprocess.Popen(
            [bootstrap], stdout=self.log, stderr=self.log,
            env={"AWS_LAMBDA_RUNTIME_API": "127.0.0.1:%d" % self.listener.getsockname()[1], **environment})

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with self.lock:
                self.connections += 1
            threading.Thread(target=self.serve_until_reset, args=(connection,), daemon=True).start()

    def serve_until_reset(self, connection):
        with connection, contextlib.suppress(ConnectionError):
            self.serve(connection)

    def serve(self, connection):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        stream = connection.makefile("rb")
        while line := stream.readline():
            method, path, _ = line.decode().split(" ", 2)
            length = 0
            while (field := stream.readline().strip()):
                if field.lower().startswith(b"content-length:"):
                    length = int(field.split(b":")[1])
            body = stream.read(length)
            if method == "GET":
                self.waiting.set()
                number, event = self.events.get()
                head = ("HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id-%d\r\n"
                        "Lambda-Runtime-Trace-Id: Root=1-5bef4de7-%024d;Parent=%016x;Sampled=1\r\n"
                        "Content-Length: %d\r\n\r\n" % (number, number, number, len(event)))
                connection.sendall(head.encode() + event)
            else:
                found = re.search(r"/invocation/id-(\d+)/", path)
                self.answers[int(found[1]) if found else -1].put(body)
                connection.sendall(b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")

    def invoke(self, event):
        """The answer to `event`, a dictionary or JSON."""
        with self.lock:
            self.numbers += 1
            number = self.numbers
        self.answers[number] = queue.Queue()
        self.events.put((number, event if isinstance(event, bytes) else json.dumps(event).encode()))
        return json.loads(self.answers[number].get(timeout=60))

    def wait_until_ready(self):
        assert self.waiting.wait(30), self.lines()

    def resident(self):
        """Resident memory in KiB."""
        with open("/proc/%d/status" % self.process.pid) as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1])

    def send(self, number):
        os.kill(self.process.pid, number)

    def lines(self):
        self.log.flush()
        with open(self.log.name, errors="replace") as file:
            return file.read()

    def stop(self):
        if self.process.poll() is None:
            self.send(signal.SIGCONT)
            stack.end(self.process)
        self.listener.close()
        stack.archive("bootstrap", self.lines())
        self.log.close()
