# SPDX-License-Identifier: Apache-2.0
"""Runs a command while moto serves; the command finds it in BLOCKS_MOTO_URL.

usage: with_moto.py COMMAND…
"""
import os
import pathlib
import subprocess
import sys
import tempfile

import stack

SERVER = pathlib.Path(__file__).with_name("moto_server.py")
port = stack.free_port()
with tempfile.TemporaryFile() as log:
    # By default moto takes any code for one of an authenticator app.
    checks_codes = {**os.environ, "MOTO_COGNITO_IDP_USER_POOL_ENABLE_TOTP": "true"}
    moto = subprocess.Popen(
        [sys.executable, str(SERVER), "-p", str(port)], stdout=log, stderr=log, env=checks_codes)
    try:
        stack.wait_for_port(port, moto)
        done = subprocess.run(sys.argv[1:], env={**os.environ, "BLOCKS_MOTO_URL": "http://127.0.0.1:%d" % port})
    finally:
        moto.kill()
        moto.wait()
sys.exit(done.returncode)
