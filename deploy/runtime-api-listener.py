# SPDX-License-Identifier: Apache-2.0
"""Listens as a Lambda Runtime API would, prints `port N` and then every request; answers POST with 202.

GET .../next is never answered: the client under test is to be ended, or ends itself after an init error.
"""
import http.server


class RuntimeAPI(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        print("GET", self.path, flush=True)
        self.rfile.read()

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        print("POST", self.path, self.headers.get("Lambda-Runtime-Function-Error-Type"), body.decode(), flush=True)
        self.send_response(202)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), RuntimeAPI)
print("port", server.server_address[1], flush=True)
server.serve_forever()
