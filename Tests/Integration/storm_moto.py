# SPDX-License-Identifier: Apache-2.0
"""moto whose tokens end soon after a sign-in, and which rotates refresh tokens where it is asked to.

usage: storm_moto.py lasting|rotating PORT

The name of a user says how long the tokens of a sign-in last (LIFETIMES); those of a refresh last an hour, as ever. moto 5.2.1 knows
neither GetTokensFromRefreshToken nor rotation. With "rotating" both are added here as Cognito describes them: a token that was exchanged
works for a grace period more, and REFRESH_TOKEN_AUTH is refused.
https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
"""
import logging
import sys
import threading
import time

import moto_server  # one write after the other
from moto.cognitoidp import models, responses
from moto.cognitoidp.exceptions import NotAuthorizedError
from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult
from werkzeug import serving

# Seconds, by the beginning of the user's name: the first are over when the storm comes, the others have less than a minute left.
LIFETIMES = {"ended": 10, "ending": 50}
GRACE = 60


def shorten_sign_ins(pool_class):
    """Patches the making of tokens: those of one sign-in have one origin_jti, and its first pair is the sign-in's own."""
    create, seen = pool_class.create_jwt, set()

    def create_jwt(pool, client_id, username, token_use, expires_in=3600, extra_data=None):
        token = (token_use, extra_data["origin_jti"])
        if token not in seen:
            seen.add(token)
            expires_in = LIFETIMES.get(username.split("-")[0], expires_in)
        return create(pool, client_id, username, token_use, expires_in, extra_data)

    pool_class.create_jwt = create_jwt


def rotate(backend_class, response_class):
    """Adds GetTokensFromRefreshToken with rotation, and takes REFRESH_TOKEN_AUTH away."""
    initiate, lock, exchanged = backend_class.initiate_auth, threading.Lock(), {}

    def initiate_auth(backend, client_id, auth_flow, auth_parameters):
        if auth_flow.startswith("REFRESH_TOKEN"):
            raise NotAuthorizedError("Refresh token flow is not enabled")
        return initiate(backend, client_id, auth_flow, auth_parameters)

    def get_tokens_from_refresh_token(response):
        token, client_id = response._get_param("RefreshToken"), response._get_param("ClientId")
        backend = response._get_region_agnostic_backend()._find_backend_for_clientid(client_id)
        (pool,) = (pool for pool in backend.user_pools.values() if client_id in pool.clients)
        with lock:
            if pool.refresh_tokens.get(token) is None:
                raise NotAuthorizedError("Invalid Refresh Token")
            if time.monotonic() - exchanged.setdefault(token, time.monotonic()) > GRACE:
                raise JsonRESTError("RefreshTokenReuseException", "Refresh token reuse detected")
            _, username, origin = pool.refresh_tokens[token]
            access, identity, seconds = pool.create_tokens_from_refresh_token(token)
            fresh, _ = pool.create_refresh_token(client_id, username)
            pool.refresh_tokens[fresh] = (client_id, username, origin)
        return ActionResult({"AuthenticationResult": {
            "AccessToken": access, "IdToken": identity, "RefreshToken": fresh, "ExpiresIn": seconds, "TokenType": "Bearer"}})

    backend_class.initiate_auth = initiate_auth
    response_class.get_tokens_from_refresh_token = get_tokens_from_refresh_token


if __name__ == "__main__":
    kind, port = sys.argv[1:]
    shorten_sign_ins(models.CognitoIdpUserPool)
    if kind == "rotating":
        rotate(models.RegionAgnosticBackend, responses.CognitoIdpResponse)
    serving.WSGIRequestHandler.protocol_version = "HTTP/1.1"
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    moto_server.main(["-p", port])
