#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Starts a program as Lambda would and hands it events, then ends it.

usage: replay-events.py TIMES EVENT... -- PROGRAM [ARGUMENT...]

Each event file is handed over TIMES times; afterwards the program gets SIGTERM. Fails if an event was answered with an error.
"""
import http.server, os, subprocess, sys, threading

split = sys.argv.index("--")
times, files, program = int(sys.argv[1]), sys.argv[2:split], sys.argv[split + 1 :]
events = [open(name, "rb").read() for name in files] * times
answers, done = [], threading.Event()


class RuntimeAPI(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if not events:
            done.set()
            return self.rfile.read()
        self.answer(200, events.pop(), {"Lambda-Runtime-Aws-Request-Id": f"replay-{len(events)}"})

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        answers.append(self.path.rsplit("/", 1)[1])
        self.answer(202, b"{}", {})

    def answer(self, status, body, fields):
        self.send_response(status)
        for name, value in {**fields, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), RuntimeAPI)
threading.Thread(target=server.serve_forever, daemon=True).start()
address = f"127.0.0.1:{server.server_address[1]}"
process = subprocess.Popen(program, env={**os.environ, "AWS_LAMBDA_RUNTIME_API": address})
while not done.wait(0.1) and process.poll() is None:
    pass
process.terminate()
process.wait()
if not done.is_set() or set(answers) != {"response"}:
    sys.exit(f"replay-events: the program answered {answers}")
