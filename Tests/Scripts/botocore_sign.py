# SPDX-License-Identifier: Apache-2.0
"""Signs requests with botocore: one JSON object a line in, one JSON object a line out, in order."""

import base64
import json
import sys

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

for line in sys.stdin:
    case = json.loads(line)
    # Over plain http botocore signs the payload of every service, S3 included.
    url = f"http://{case['host']}{case['path']}"
    if case["query"]:
        url += "?" + case["query"]
    request = AWSRequest(method=case["method"], url=url, data=base64.b64decode(case["payload"]))
    for name, value in case["headers"]:
        request.headers.add_header(name, value)
    request.context["timestamp"] = case["date"]
    credentials = Credentials(case["id"], case["secret"], case.get("token"))
    kind = S3SigV4Auth if case["service"] == "s3" else SigV4Auth
    signer = kind(credentials, case["service"], case["region"])

    signer._modify_request_before_signing(request)
    canonical = signer.canonical_request(request)
    text = signer.string_to_sign(request, canonical)
    signer._inject_signature_to_request(request, signer.signature(text, request))
    answer = {"canonical": canonical, "text": text, "authorization": request.headers["Authorization"]}
    print(json.dumps(answer))
