# SPDX-License-Identifier: Apache-2.0
"""Answers SRP challenges with pycognito: one JSON object a line in, one JSON object a line out, in order.

Every value that pycognito would draw or read from a clock comes from the input, so that another client can be compared.
"""

import base64
import datetime
import json
import sys

from pycognito import aws_srp

try:
    # Python's own power takes some 25 ms, three of which make a proof; GMP's takes one.
    from gmpy2 import mpz, powmod

    aws_srp.pow = lambda base, exponent, modulus: int(powmod(mpz(base), exponent, modulus))
except ImportError:
    pass


class FixedTime(datetime.datetime):
    """A clock that stands at the time of the case."""

    seconds = 0

    @classmethod
    def utcnow(cls):
        return datetime.datetime.fromtimestamp(cls.seconds, datetime.timezone.utc).replace(tzinfo=None)


class FixedSRP(aws_srp.AWSSRP):
    """pycognito's client with the private value of the case."""

    def __init__(self, case):
        self.private_value = int(case["a"], 16)
        device = case["kind"] == "device"
        names = {"device_group_key": case["realm"], "device_key": case["name"], "device_password": case["password"]}
        super().__init__(
            username=case["name"], password=case["password"], pool_id="region_" + case["realm"], client_id="client",
            client=object(), **(names if device else {}))

    def generate_random_small_a(self):
        return self.private_value


aws_srp.datetime.datetime = FixedTime
for line in sys.stdin:
    case = json.loads(line)
    FixedTime.seconds = case["seconds"]
    if case["kind"] == "verifier":
        aws_srp.os.urandom = lambda count, case=case: base64.b64decode(case["random"])[:count]
        password, config = aws_srp.generate_hash_device(case["realm"], case["name"])
        print(json.dumps({"password": password, "salt": config["Salt"], "verifier": config["PasswordVerifier"]}))
        continue
    client = FixedSRP(case)
    parameters = {
        "USERNAME": case["name"], "USER_ID_FOR_SRP": case["name"], "SALT": case["salt"], "SRP_B": case["B"],
        "SECRET_BLOCK": case["block"]}
    if case["kind"] == "device":
        answer = client.process_device_challenge(parameters)
    else:
        answer = client.process_challenge(parameters, {"USERNAME": case["name"]})
    print(json.dumps({
        "A": client.get_auth_params()["SRP_A"], "timestamp": answer["TIMESTAMP"],
        "signature": answer["PASSWORD_CLAIM_SIGNATURE"]}))
