# SPDX-License-Identifier: Apache-2.0
"""A browser behind API Gateway: builds events of a shape, keeps cookies, reads replies of that shape."""
import json

PATH = "/aws-blocks/api"


class Browser:
    """One cookie jar that calls the API in payload format `shape`, "v1" or "v2"."""

    def __init__(self, emulator, shape):
        self.emulator, self.shape, self.jar = emulator, shape, {}
        self.raw = None

    def event(self, method, path, body, headers):
        headers = {"host": "api.example.com", "x-forwarded-proto": "https", **headers}
        cookies = ["%s=%s" % pair for pair in self.jar.items()]
        if self.shape == "v1":
            if cookies:
                headers["Cookie"] = "; ".join(cookies)
            return {"resource": "/{proxy+}", "path": path, "httpMethod": method, "headers": headers,
                    "multiValueHeaders": {name: [value] for name, value in headers.items()},
                    "queryStringParameters": None, "multiValueQueryStringParameters": None, "pathParameters": None,
                    "stageVariables": None, "body": body, "isBase64Encoded": False,
                    "requestContext": {"stage": "prod", "httpMethod": method, "path": "/prod" + path, "requestId": "r",
                                       "identity": {"sourceIp": "203.0.113.10"}}}
        return {"version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": "", "cookies": cookies,
                "headers": headers, "body": body, "isBase64Encoded": False,
                "requestContext": {"stage": "$default", "requestId": "r", "http": {
                    "method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "203.0.113.10", "userAgent": "t"}}}

    def request(self, method, path, body=None, headers=None):
        """The reply as API Gateway would read it; its cookies are kept."""
        self.raw = reply = self.emulator.invoke(
            self.event(method, path, body, {"content-type": "application/json", **(headers or {})}))
        for cookie in self.set_cookies():
            name, _, rest = cookie.partition("=")
            value, _, attributes = rest.partition(";")
            if "Max-Age=0" in attributes:
                self.jar.pop(name, None)
            else:
                self.jar[name] = value
        return reply

    def set_cookies(self):
        if self.shape == "v1":
            return self.raw.get("multiValueHeaders", {}).get("Set-Cookie", [])
        return self.raw.get("cookies", [])

    def call(self, method, *params):
        """The JSON-RPC answer to `method`."""
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": list(params), "id": 1})
        return json.loads(self.request("POST", PATH, body)["body"])

    def result(self, method, *params):
        answer = self.call(method, *params)
        assert "error" not in answer, answer
        return answer["result"]

    def error(self, method, *params):
        answer = self.call(method, *params)
        assert "result" not in answer, answer
        return answer["error"]

    def act(self, action, **fields):
        """The state after one action of the state machine."""
        return self.result("authApi.setAuthState", {"action": action, **fields})
