# SPDX-License-Identifier: Apache-2.0
"""Writes and reads sessions as the reference does (spec auth-cookies-and-sessions §2 and §3, kv-store-and-settings §1).

One JSON object a line in, one out:
  {"write": {"secret", "id", "tokens", "expires"}}     -> {"cookie", "item"}
  {"read": {"secret", "cookie", "item", "now"}}        -> {"session"}: the tokens, or null
"""
import base64
import hashlib
import hmac
import json
import sys


def signed(secret, text):
    digest = hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def write(secret, id, tokens, expires):
    # JSON.stringify keeps the order in which the reference makes the record.
    record = {name: tokens[name] for name in ("idToken", "accessToken", "refreshToken")}
    value = json.dumps(record, separators=(",", ":"), ensure_ascii=False)
    item = {"pk": {"S": id}, "value": {"S": value}, "ttl": {"N": str(expires)}}
    return {"cookie": f"{id}.{signed(secret, id)}", "item": item}


def read(secret, cookie, item, now):
    id, _, mac = cookie.rpartition(".")
    if not id or not hmac.compare_digest(mac, signed(secret, id)) or item.get("pk") != {"S": id}:
        return {"session": None}
    if set(item) != {"pk", "value", "ttl"} or float(item["ttl"]["N"]) <= now:
        return {"session": None}
    return {"session": json.loads(item["value"]["S"])}


for line in sys.stdin:
    case = json.loads(line)
    print(json.dumps(write(**case["write"]) if "write" in case else read(**case["read"])))
