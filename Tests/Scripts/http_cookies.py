# SPDX-License-Identifier: Apache-2.0
"""Reads Set-Cookie values with http.cookies: one JSON object {"line"} a line in, {"name", "value", "attributes"} out."""
import http.cookies
import json
import sys

# Known to Python from 3.14 on; before, a cookie with an attribute it does not know is no cookie to it.
http.cookies.Morsel._reserved.setdefault("partitioned", "Partitioned")
http.cookies.Morsel._flags.add("partitioned")

for line in sys.stdin:
    jar = http.cookies.SimpleCookie()
    jar.load(json.loads(line)["line"])
    found = [
        {"name": name, "value": morsel.value, "attributes": {key: str(value) for key, value in morsel.items() if value}}
        for name, morsel in jar.items()
    ]
    print(json.dumps({"cookies": found}))
