// SPDX-License-Identifier: Apache-2.0

extension Twin {
    /// Cases of aws-jwt-verify without a twin, and why.
    static let without: [(cases: String, reason: String)] = [
        (
            "alb-verifier: happy flows, ARNs, partitions, several load balancers",
            "no tokens of load balancers are verified"
        ),
        ("alb-cache: getJwks is not exposed", "there is no such function"),
        ("assert: no promise", "the type system says what may suspend"),
        (
            "cache (all 8): a cache that evicts the least recently used",
            "keys are kept by issuer, of which there are two"
        ),
        ("index: import from index", "a matter of npm packages"),
        ("jwt-verifier, custom check (6 cases)", "nothing can be added to the checks, or left out"),
        ("jwt-verifier, custom JWKS cache; cognito-verifier, custom JWKS cache", "the cache can't be replaced"),
        ("jwt-verifier, scope: 1 or several not allowed, none in the token", "ID tokens have no scope"),
        ("jwt-verifier, multiple IDPs: cacheJwks needs an issuer, distinct issuers", "keys are only ever fetched"),
        ("jwt-verifier: issuer null without a JWKS uri, for several verifiers", "the pool's id gives issuers and uris"),
        (
            "jwt-verifier, Cognito: an access token verified",
            "access tokens are Cognito's to verify; they are only stored"
        ),
        ("jwt-verifier, speed tests (16)", "the request benchmark measures them"),
        ("cognito-verifier: cacheJwks needs a userPoolId", "keys are only ever fetched"),
        ("tests/cognito, tests/vite-app and the installation tests", "they need an account, a browser, or npm"),
    ]
}
