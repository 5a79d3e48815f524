# SPDX-License-Identifier: Apache-2.0
"""Reads Sources: what is called like a secret is one for the compiler, or is part of a type that prints nothing of itself.

usage: secret_types_test.py
"""
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
NAMES = re.compile(r"(?i)password|secret|token|refresh|proof|privatekey|credential|cookie|session")
DECLARATION = re.compile(r"^( *)(?:[\w@()]+ )*?(?:struct|class|enum|actor|extension) ([\w.]+)(.*)")
PROPERTY = re.compile(r"^( *)((?:[\w@()]+ )*?)(?:let|var) (\w+)(?:: ([^={]+))?(?: = (.+?))?\s*(\{.*)?$")
# Types that hold no text: numbers and choices about secrets, parts of the program that deal in them.
PLAIN = {"Bool", "Int", "Int64", "Duration", "PasswordRules", "PasswordPolicy", "SessionFormat", "RefreshTokenRotation",
         "RefreshOperation", "Setting", "Sessions", "SessionCookie", "SessionRefresh", "SessionSecretSource", "SignUpSession"}
REASONS = {
    "CognitoClient.clientSecret": "the class keeps a Secret",
    "CognitoAdminClient.clientSecret": "the class keeps a Secret",
    "RequestSignature.credentials": "AWSCredentials are Secrets",
    "LocalUser.password": "a slow hash, of which PasswordHash shows nothing that signs in",
    "PoolState.wrongPasswords": "how often, not what",
    "PendingProof.secretBlock": "in BlocksLocal the hash of the block, in the sign-in Cognito's own sealed text, of which the client is told",
    "SRPChallenge.secretBlock": "Cognito's own sealed text, of which the client is told",
    "PendingChallenge.proof": "PendingProof, sealed",
    "ChallengeAnswer.session": "the hash of a session",
    "AuthSession.tokens": "AuthTokens are Secrets and claims",
    "AuthenticatorData.credential": "the public key of a passkey",
    "Tokens.idToken": "an AuthToken is a Secret and claims",
    "Tokens.accessToken": "an AuthToken is a Secret and claims",
    "Iterator.token": "where a list goes on",
    "Request.session": "names and results of the challenges so far",
    "Request.idToken": "claims",
    "Response.idToken": "changes of claims",
    "Response.accessToken": "changes of claims",
    "SoftwareAuthenticator.credentialID": "the public name of a passkey",
    "Passkey.credentialID": "the public name of a passkey",
    "PasskeyDescription.credentialId": "the public name of a passkey",
    "PasskeyRegistration.credentialCreationOptions": "what every browser is told",
    "RegisteredPasskey.credentialId": "the public name of a passkey",
    "WebAuthnCredential.credentialID": "the public name of a passkey",
    "ListWebAuthnCredentialsOutput.credentials": "the public names of passkeys",
    "CompleteWebAuthnRegistrationInput.credential": "the public key of a passkey",
    "ListWebAuthnCredentialsInput.nextToken": "where a list goes on",
    "ListWebAuthnCredentialsOutput.nextToken": "where a list goes on",
    "ListUsersInput.paginationToken": "where a list goes on",
    "ListUsersOutput.paginationToken": "where a list goes on",
    "ListDevicesInput.paginationToken": "where a list goes on",
    "ListDevicesOutput.paginationToken": "where a list goes on",
    "Expectation.cookies": "what a developer wrote into a file of expectations",
    "EventsGenerateCommand.cookie": "an argument of a developer's command",
}


def lines_of_sources():
    for path in sorted((ROOT / "Sources").rglob("*.swift")):
        yield path, path.read_text().splitlines()


def withheld():
    """The types that print nothing of themselves, by their last names."""
    found = {"Secret"}
    for _, lines in lines_of_sources():
        for line in lines:
            if match := DECLARATION.match(line):
                if re.search(r"\b(Withheld|CustomReflectable)\b", match[3]):
                    found.add(match[2].split(".")[-1])
    return found - {"Withheld"}


def properties():
    """Stored properties as (file and line, name with its type's, type or first value)."""
    for path, lines in lines_of_sources():
        types = []  # (indentation, name) of the declarations around the line
        for number, line in enumerate(lines, 1):
            if types and line == " " * types[-1][0] + "}":
                types.pop()
            elif match := DECLARATION.match(line):
                if not match[3].endswith("}"):
                    types.append((len(match[1]), match[2].split(".")[-1]))
            elif (match := PROPERTY.match(line)) and NAMES.search(match[3]):
                indent = len(match[1])
                computed = match[6] is not None and "didSet" not in line
                if computed or "static" in match[2] or not types or types[-1][0] != indent - 4:
                    continue
                yield "%s:%d" % (path.relative_to(ROOT), number), types[-1][1] + "." + match[3], (match[4] or match[5] or "").strip()


class SecretTypes(unittest.TestCase):
    maxDiff = None

    def test_what_is_called_like_a_secret_prints_nothing(self):
        shut, used, open_, seen = withheld(), set(), [], 0
        for place, name, kind in properties():
            seen += 1
            words = set(re.findall(r"\w+", kind))
            if name.split(".")[0] in shut or words & shut or words & PLAIN or kind in ("true", "false"):
                continue
            if name in REASONS:
                used.add(name)
            else:
                open_.append("%s: %s is a %s" % (place, name, kind))
        self.assertEqual(open_, [], "make it a Secret, or its type Withheld, or say here why not")
        self.assertGreater(seen, 90)
        print("%d stored properties are called like secrets; %d of them have a reason to be none" % (seen, len(used)))
        self.assertEqual(set(REASONS) - used, set(), "reasons for what isn't there")

    def test_every_type_that_prints_nothing_is_in_a_table_of_planted_secrets(self):
        tables = "".join(path.read_text() for name in ("PlantedSecretTests", "SecretMarkingTests", "RedactionTests")
                         for path in (ROOT / "Tests").rglob(name + ".swift"))
        missing = {name for name in withheld() if not re.search(r"\b%s\b" % name, tables)}
        self.assertEqual(missing, set())


if __name__ == "__main__":
    unittest.main()
