// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto
import Testing

@testable import BlocksLocal

@Suite struct PasskeyRegistrationTests {
    @Test func `a passkey is registered, listed and deleted`() async throws {
        let bed = try PasskeyBed()
        let token = try await bed.user("alice")
        #expect(try await bed.list(token) == [])
        let authenticator = try await bed.register(token)
        let id = Base64URL.encode(authenticator.credentialID)
        #expect(
            try await bed.list(token) == [
                WebAuthnCredential(
                    credentialID: id, relyingPartyID: "localhost", authenticatorAttachment: "platform",
                    transports: ["internal"], createdAt: bed.bed.clock.now())
            ])
        try await bed.pool.deleteWebAuthnCredential(accessToken: token, credentialID: id)
        #expect(try await bed.list(token) == [])
        await #expect(throws: AWSError(name: "ResourceNotFoundException")) {
            try await bed.pool.deleteWebAuthnCredential(accessToken: token, credentialID: id)
        }
    }

    @Test func `the options are what a browser takes`() async throws {
        let bed = try PasskeyBed(.init(relyingPartyID: "localhost", userVerification: .required))
        let token = try await bed.user("alice")
        let authenticator = try await bed.register(token)
        let options = try await bed.pool.startWebAuthnRegistration(accessToken: token)
        let sub = try await bed.pool.getUser(accessToken: token).attributes.first?.value ?? ""
        #expect(options["user"]?["id"] == .string(Base64URL.encode(Array(sub.utf8))))
        #expect(Base64URL.decode(options["challenge"]?.string ?? "")?.count == 32)
        let id = Base64URL.encode(authenticator.credentialID)
        #expect(
            options["excludeCredentials"] == [
                ["type": "public-key", "id": .string(id), "transports": ["internal"]]
            ])
        #expect(options["rp"] == ["id": "localhost", "name": "app-auth"])
        #expect(options["user"]?["name"] == "alice" && options["user"]?["displayName"] == "alice")
        #expect(
            options["pubKeyCredParams"] == [
                ["type": "public-key", "alg": -7], ["type": "public-key", "alg": -257],
            ])
        #expect(options["authenticatorSelection"]?["userVerification"] == "required")
        #expect(options["timeout"] == 60_000)
    }

    @Test func `pages lead on until the end`() async throws {
        let bed = try PasskeyBed()
        let token = try await bed.user("alice")
        var ids: [String] = []
        for _ in 1...3 { ids.append(Base64URL.encode(try await bed.register(token).credentialID)) }
        let first = try await bed.pool.listWebAuthnCredentials(.init(accessToken: token, maxResults: 2))
        #expect(first.credentials.map(\.credentialID) == Array(ids[..<2]))
        let next = try #require(first.nextToken)
        let last = try await bed.pool.listWebAuthnCredentials(.init(accessToken: token, maxResults: 2, nextToken: next))
        #expect(last.credentials.map(\.credentialID) == [ids[2]] && last.nextToken == nil)
        for (size, page) in [(0, nil), (21, nil), (-1, nil), (2, "elsewhere")] as [(Int, String?)] {
            await #expect(throws: AWSError(name: "InvalidParameterException")) {
                try await bed.pool.listWebAuthnCredentials(
                    .init(accessToken: token, maxResults: size, nextToken: page))
            }
        }
    }

    @Test func `a user has at most twenty`() async throws {
        let bed = try PasskeyBed()
        let token = try await bed.user("alice")
        for _ in 1...20 { _ = try await bed.register(token) }
        await #expect(throws: AWSError(name: "LimitExceededException")) { try await bed.register(token) }
        #expect(try await bed.list(token).count == 20)
    }

    @Test func `a challenge is good for one try, for one user, for three minutes`() async throws {
        let bed = try PasskeyBed()
        let (alice, bob) = (try await bed.user("alice"), try await bed.user("bob"))
        let notFound = AWSError(name: "WebAuthnChallengeNotFoundException")
        let authenticator = try PasskeyBed.authenticator()

        let unasked = try authenticator.register(
            #"{"rp":{"id":"localhost"},"user":{"id":"AA"},"challenge":"AAAA"}"#)
        await #expect(throws: notFound) { try await bed.complete(alice, unasked) }

        let options = try await bed.pool.startWebAuthnRegistration(accessToken: alice).text
        let credential = try authenticator.register(options)
        await #expect(throws: notFound) { try await bed.complete(bob, credential) }
        _ = try await bed.pool.startWebAuthnRegistration(accessToken: bob)
        await #expect(throws: notFound) { try await bed.complete(bob, credential) }
        try await bed.complete(alice, credential)
        await #expect(throws: notFound) { try await bed.complete(alice, credential) }

        let older = try await bed.pool.startWebAuthnRegistration(accessToken: alice).text
        let newer = try await bed.pool.startWebAuthnRegistration(accessToken: alice).text
        let late = try authenticator.register(older)
        await #expect(throws: notFound) { try await bed.complete(alice, late) }
        bed.bed.advance(seconds: 180)
        let expired = try authenticator.register(newer)
        await #expect(throws: notFound) { try await bed.complete(alice, expired) }
    }

    @Test(
        arguments: [
            ("https://localhost.evil", nil, 0x05, -7, "WebAuthnOriginNotAllowedException"),
            ("https://example.org", nil, 0x05, -7, "WebAuthnOriginNotAllowedException"),
            ("http://localhost:3000", "example.org", 0x05, -7, "WebAuthnRelyingPartyMismatchException"),
            ("http://localhost:3000", nil, 0x05, -8, "WebAuthnCredentialNotSupportedException"),
            ("http://localhost:3000", nil, 0x04, -7, "WebAuthnCredentialNotSupportedException"),
            ("http://localhost:3000", nil, 0x01, -7, "WebAuthnCredentialNotSupportedException"),
            ("http://localhost:3000", nil, 0x15, -7, "InvalidParameterException"),
        ] as [(String, String?, UInt8, Int64, String)])
    func `a credential of another page, site or kind is refused, and its challenge used up`(
        origin: String, site: String?, flags: UInt8, algorithm: Int64, name: String
    ) async throws {
        let bed = try PasskeyBed(.init(relyingPartyID: "localhost", userVerification: .required))
        let token = try await bed.user("alice")
        var authenticator = try PasskeyBed.authenticator(origin)
        authenticator.relyingPartyID = site
        authenticator.flags = flags
        authenticator.algorithm = algorithm
        let options = try await bed.pool.startWebAuthnRegistration(accessToken: token).text
        let credential = try authenticator.register(options)
        await #expect(throws: AWSError(name: name)) { try await bed.complete(token, credential) }
        let honest = try PasskeyBed.authenticator()
        let second = try honest.register(options)
        await #expect(throws: AWSError(name: "WebAuthnChallengeNotFoundException")) {
            try await bed.complete(token, second)
        }
        #expect(try await bed.list(token) == [])
    }

    @Test func `only the declared origins are allowed where some are`() async throws {
        let bed = try PasskeyBed(.init(relyingPartyID: "example.org", origins: ["https://app.example.org"]))
        let token = try await bed.user("alice")
        for (origin, allowed) in [("https://app.example.org", true), ("https://example.org", false)] {
            let authenticator = try PasskeyBed.authenticator(origin)
            do {
                try await bed.register(token, with: authenticator)
                #expect(allowed)
            } catch let error as AWSError {
                #expect(!allowed && error.name == "WebAuthnOriginNotAllowedException")
            }
        }
    }

    @Test(arguments: [
        JSONValue.null, [:], "text", ["id": "AAAA", "type": "public-key"],
        ["id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": [:]],
        [
            "id": "AAAA", "rawId": "AAAA", "type": "public-key",
            "response": ["clientDataJSON": "AAAA", "attestationObject": "AAAA"],
        ],
    ])
    func `what is no credential uses nothing up`(credential: JSONValue) async throws {
        let bed = try PasskeyBed()
        let token = try await bed.user("alice")
        let options = try await bed.pool.startWebAuthnRegistration(accessToken: token).text
        await #expect(throws: AWSError(name: "InvalidParameterException")) {
            try await bed.complete(token, credential)
        }
        let authenticator = try PasskeyBed.authenticator()
        try await bed.complete(token, authenticator.register(options))
    }

    @Test func `a credential is nobody else's too`() async throws {
        let bed = try PasskeyBed()
        let (alice, bob) = (try await bed.user("alice"), try await bed.user("bob"))
        let challenge = try #require(
            try await bed.pool.startWebAuthnRegistration(accessToken: bob)["challenge"]?.string)
        let authenticator = try PasskeyBed.authenticator()
        let options = try await bed.pool.startWebAuthnRegistration(accessToken: alice)
        let credential = try authenticator.register(options.text)
        try await bed.complete(alice, credential)
        // The same message with the challenge of bob: without attestation nothing but the id tells it apart.
        var client = try JSONValue(
            parsing: try #require(Base64URL.decode(credential["response"]?["clientDataJSON"]?.string ?? "")))
        client["challenge"] = .string(challenge)
        var changed = credential
        changed["response"]?["clientDataJSON"] = .string(Base64URL.encode(Array(client.text.utf8)))
        let copied = changed
        await #expect(
            performing: { try await bed.complete(bob, copied) },
            throws: AWSError.refusal("InvalidParameterException", "The passkey is already registered."))
    }

    @Test func `a pool without passkeys registers none`() async throws {
        let bed = try PasskeyBed(nil)
        let token = try await bed.user("alice")
        let refused = AWSError(name: "WebAuthnNotEnabledException")
        await #expect(throws: refused) { try await bed.pool.startWebAuthnRegistration(accessToken: token) }
        await #expect(throws: refused) { try await bed.complete(token, [:]) }
        #expect(try await bed.list(token) == [])
        let nameless = try PasskeyBed(.init(relyingPartyID: ""))
        let other = try await nameless.user("alice")
        await #expect(throws: AWSError(name: "WebAuthnConfigurationMissingException")) {
            try await nameless.pool.startWebAuthnRegistration(accessToken: other)
        }
    }

    @Test func `a token that is none gets nowhere`() async throws {
        let bed = try PasskeyBed()
        let token = Secret("none")
        let refused = AWSError(name: "NotAuthorizedException")
        await #expect(throws: refused) { try await bed.pool.startWebAuthnRegistration(accessToken: token) }
        await #expect(throws: refused) { try await bed.complete(token, [:]) }
        await #expect(throws: refused) { try await bed.list(token) }
        await #expect(throws: refused) {
            try await bed.pool.deleteWebAuthnCredential(accessToken: token, credentialID: "AAAA")
        }
    }

    @Test func `a passkey is written to the disk, its challenge not`() async throws {
        let bed = try PasskeyBed()
        let token = try await bed.user("alice")
        let authenticator = try await bed.register(token)
        let options = try await bed.pool.startWebAuthnRegistration(accessToken: token)
        let challenge = try #require(options["challenge"]?.string)
        let file = try bed.bed.text("app-auth/state.json")
        #expect(file.contains(Base64URL.encode(authenticator.credentialID)))
        #expect(!file.contains(challenge))
    }
}
