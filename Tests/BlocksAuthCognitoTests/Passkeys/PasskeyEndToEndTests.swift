// SPDX-License-Identifier: Apache-2.0

import BlocksLocal
import BlocksStore
import Foundation
import HTTPTypes
import Logging
import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// The forms and the local user pool, with a browser that can make and use passkeys.
@Suite final class PasskeyEndToEndTests {
    private let folder = FileManager.default.temporaryDirectory.path + "/blocks-passkeys-" + UUID().uuidString
    private let local: LocalPlatform
    private let auth: AuthCognito<OpenPool>
    private var cookies: [String: String] = [:]

    init() throws {
        local = try LocalPlatform(
            dataDirectory: folder, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            environment: ["BLOCKS_STACK_NAME": "my-stack"], passwordIterations: 2)
        var made: AuthCognito<OpenPool>?
        _ = try BlocksApplication(platform: local.platform) { app in
            made = try AuthCognito(
                app.scope("my-app"), "auth", options: .init(authFlowType: .userAuth, enablePasskeys: true))
        }
        auth = try #require(made)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Submits a form as a browser with its own cookies.
    private func submit(_ action: String, _ fields: [String: String] = [:], as browser: String = "alice") async throws
        -> AuthState
    {
        let context = BlocksContext(
            request: BlocksRequest(
                method: .post, path: "/aws-blocks/api", headerList: [.init(name: "host", value: "localhost")],
                cookieHeader: cookies[browser]),
            requestID: "r", deadline: Deadline(expires: WallClock.system.now().adding(seconds: 30), clock: .system),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        var input: JSONValue = ["action": .string(action)]
        for (name, value) in fields { input[name] = .string(value) }
        let state = try await auth.setAuthState(AuthActionInput(input), context)
        let set = context.response.snapshot().cookies
        if !set.isEmpty {
            cookies[browser] = set.filter { $0.maxAge > 0 }.map { "\($0.name)=\($0.value)" }.joined(separator: "; ")
        }
        return state
    }

    /// Signs up, confirms and signs in.
    private func enter(_ name: String) async throws {
        _ = try await submit("signUp", ["username": name, "password": "Passw0rd!", "autoSignIn": "false"], as: name)
        let code = try #require(local.outbox.newest(for: name)?.code)
        _ = try await submit("confirmSignUp", ["username": name, "code": code], as: name)
        let state = try await submit("signIn", ["username": name, "password": "Passw0rd!"], as: name)
        #expect(state.state == .signedIn)
    }

    private func value(_ name: String, of state: AuthState) throws -> String {
        try #require(state.actions.first?.fields.first { $0.name == name }?.defaultValue)
    }

    private func register(_ name: String) async throws -> SoftwareAuthenticator {
        let authenticator = try SoftwareAuthenticator(origin: "http://localhost:3000")
        let form = try await submit("startPasskeyRegistration", as: name)
        let credential = try authenticator.register(value("credentialCreationOptions", of: form))
        let list = try await submit("completePasskeyRegistration", ["credential": credential.text], as: name)
        #expect(list.error == nil)
        #expect(list.actions.first?.name == "deletePasskey")
        return authenticator
    }

    /// Signs in with a passkey; the fields that it sends can be sent again.
    private func signIn(
        _ name: String, _ authenticator: SoftwareAuthenticator
    ) async throws -> (AuthState, [String: String]) {
        let form = try await submit("signInWithPasskey", ["username": name], as: "other")
        let credential = try authenticator.sign(value("credentialRequestOptions", of: form))
        let fields = [
            "session": try value("session", of: form), "challenge": "webauthn", "credential": credential.text,
        ]
        return (try await submit("confirmSignIn", fields, as: "other"), fields)
    }

    @Test func `a passkey is registered, used, listed and deleted`() async throws {
        try await enter("alice")
        let authenticator = try await register("alice")
        let (state, fields) = try await signIn("alice", authenticator)
        #expect(state.state == .signedIn && state.user?.username == "alice")
        #expect(cookies["other"]?.isEmpty == false)

        _ = try await submit("signOut", as: "other")
        let replayed = try await submit("confirmSignIn", fields, as: "other")
        #expect(replayed.state == .signedOut && replayed.errorName == "ExpiredCodeException")

        let list = try await submit("listPasskeys")
        let rest = try await submit("deletePasskey", ["credentialId": value("credentialId", of: list)])
        #expect(rest.actions.map(\.name) == ["startPasskeyRegistration", "signOut"])
        let refused = try await submit("signInWithPasskey", ["username": "alice"], as: "other")
        #expect(refused.errorName == "InvalidParameterException")
    }

    @Test func `another page, another user's passkey and a copy do not sign in`() async throws {
        try await enter("alice")
        try await enter("bob")
        var alice = try await register("alice")
        let bob = try await register("bob")

        var phished = alice
        phished.origin = "https://localhost.evil.example"
        #expect(try await signIn("alice", phished).0.errorName == "WebAuthnOriginNotAllowedException")
        #expect(try await signIn("alice", bob).0.errorName == "WebAuthnCredentialNotSupportedException")

        alice.counter = 1
        let copy = alice
        #expect(try await signIn("alice", alice).0.state == .signedIn)
        _ = try await submit("signOut", as: "other")
        let copied = try await signIn("alice", copy).0
        #expect(copied.state == .signedOut && copied.errorName == "NotAuthorizedException")
        #expect(cookies["other"]?.isEmpty == true)
    }

    @Test func `a registration answers its own challenge once, and only on the site's pages`() async throws {
        try await enter("alice")
        let authenticator = try SoftwareAuthenticator(origin: "http://localhost:3000")
        let form = try await submit("startPasskeyRegistration")
        let options = try value("credentialCreationOptions", of: form)
        let credential = try authenticator.register(options).text
        #expect(try await submit("completePasskeyRegistration", ["credential": credential]).error == nil)
        let again = try await submit("completePasskeyRegistration", ["credential": credential])
        #expect(again.state == .signedIn && again.errorName == "WebAuthnChallengeNotFoundException")

        let phished = try SoftwareAuthenticator(origin: "https://evil.example")
        let next = try value("credentialCreationOptions", of: try await submit("startPasskeyRegistration"))
        let foreign = try phished.register(next).text
        let refused = try await submit("completePasskeyRegistration", ["credential": foreign])
        #expect(refused.state == .signedIn && refused.errorName == "WebAuthnOriginNotAllowedException")
    }
}

extension JSONValue {
    /// The value's JSON text.
    fileprivate var text: String {
        var writer = JSONWriter()
        writer.value(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
