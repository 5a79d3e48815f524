// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore

@testable import BlocksLocal

/// A pool with passkeys for `localhost`, of which the page is `http://localhost:3000`.
struct PasskeyBed {
    let bed = LocalBed()
    let pool: LocalUserPool
    let platform: LocalPlatform

    init(
        _ passkeys: UserPoolConfiguration.Passkeys? = .init(relyingPartyID: "localhost"),
        mfa: UserPoolConfiguration.MFAMode = .off
    ) throws {
        var configuration = UserPoolConfiguration(fullID: "app-auth", mfa: mfa, mfaTypes: [.totp])
        configuration.passkeys = passkeys
        (pool, platform) = try bed.pool(configuration)
    }

    static func authenticator(_ origin: String = "http://localhost:3000") throws -> SoftwareAuthenticator {
        try SoftwareAuthenticator(origin: origin)
    }

    /// Signs up, confirms and signs in.
    func user(_ name: String, _ attributes: [String: String] = [:]) async throws -> Secret<String> {
        try await pool.register(name, attributes, platform.outbox)
        return try await pool.signIn(name).accessToken ?? Secret("")
    }

    /// Registers a passkey of a new authenticator.
    func register(_ token: Secret<String>) async throws -> SoftwareAuthenticator {
        let authenticator = try Self.authenticator()
        try await register(token, with: authenticator)
        return authenticator
    }

    func register(_ token: Secret<String>, with authenticator: SoftwareAuthenticator) async throws {
        let options = try await pool.startWebAuthnRegistration(accessToken: token)
        try await complete(token, authenticator.register(options.text))
    }

    func complete(_ token: Secret<String>, _ credential: JSONValue) async throws {
        try await pool.completeWebAuthnRegistration(.init(accessToken: token, credential: credential))
    }

    func list(_ token: Secret<String>) async throws -> [WebAuthnCredential] {
        try await pool.listWebAuthnCredentials(.init(accessToken: token)).credentials
    }

    /// The challenge of a sign-in with a passkey.
    func challenge(_ name: String) async throws -> AuthChallenge {
        try await pool.challenged(name, .userAuth, ["PREFERRED_CHALLENGE": "WEB_AUTHN"])
    }

    func answer(_ challenge: AuthChallenge, _ credential: JSONValue) async throws -> AuthOutput {
        try await pool.answer(challenge, ["CREDENTIAL": credential.text])
    }
}

extension AuthChallenge {
    var credentialOptions: String { parameters["CREDENTIAL_REQUEST_OPTIONS"] ?? "" }
}

extension JSONValue {
    /// The value's JSON text.
    var text: String {
        var writer = JSONWriter()
        writer.value(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
