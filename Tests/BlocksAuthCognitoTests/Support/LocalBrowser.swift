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

/// An auth block over a local user pool of its own, and one browser that keeps its cookies.
final class LocalBrowser {
    let local: LocalPlatform
    let auth: AuthCognito<OpenPool>
    let clock = MovableClock(WallClock.system.now())
    private(set) var cookies: [String: String] = [:]
    private let folder = FileManager.default.temporaryDirectory.path + "/blocks-browser-" + UUID().uuidString

    /// A block with `options`, whose pool asks the triggers that `declare` registers.
    init(_ options: AuthCognitoOptions<OpenPool>, _ declare: (AppBuilder) -> Void = { _ in }) throws {
        local = try LocalPlatform(
            dataDirectory: folder, clock: clock.clock, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            environment: ["BLOCKS_STACK_NAME": "my-stack"], passwordIterations: 2)
        var made: AuthCognito<OpenPool>?
        let application = try BlocksApplication(platform: local.platform) { app in
            made = try AuthCognito(app.scope("my-app"), "auth", options: options)
            declare(app)
        }
        local.use(application.triggers)
        auth = try #require(made)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Runs one request with the browser's cookies and keeps those that come back.
    func request<Value>(_ body: (BlocksContext) async throws -> Value) async throws -> Value {
        let header = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        let context = BlocksContext(
            request: BlocksRequest(
                method: .post, path: "/aws-blocks/api",
                headerList: [.init(name: "host", value: "localhost"), .init(name: "user-agent", value: "Browser/1")],
                cookieHeader: header.isEmpty ? nil : header),
            requestID: "r", deadline: Deadline(expires: clock.clock.now().adding(seconds: 30), clock: clock.clock),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        defer {
            for cookie in context.response.snapshot().cookies {
                cookies[cookie.name] = cookie.maxAge > 0 ? cookie.value : nil
            }
        }
        return try await body(context)
    }

    /// Puts another value into a cookie, as somebody who owns the browser can.
    func tamper(_ name: String, _ value: String?) { cookies[name] = value }

    /// Submits a form.
    func submit(_ action: String, _ fields: [String: String] = [:]) async throws -> AuthState {
        var input: JSONObject = ["action": .string(action)]
        for (name, value) in fields { input[name] = .string(value) }
        let submission = AuthActionInput(.object(input))
        return try await request { try await auth.setAuthState(submission, $0) }
    }

    /// Signs up and confirms.
    func register(_ name: String, _ password: String = "Passw0rd!", email: String? = nil) async throws {
        var fields = ["username": name, "password": password, "autoSignIn": "false"]
        fields["email"] = email
        _ = try await submit("signUp", fields)
        let state = try await submit("confirmSignUp", ["username": name, "code": try code(for: name)])
        #expect(state.error == nil)
    }

    /// The code that was sent to `name` last.
    func code(for name: String) throws -> String { try #require(local.outbox.newest(for: name)?.code) }

    /// Submits the form `signIn`.
    func signIn(_ name: String, _ password: String = "Passw0rd!") async throws -> AuthState {
        try await submit("signIn", ["username": name, "password": password])
    }
}

extension AuthState {
    /// What the first form's field `name` holds.
    func value(_ name: String) throws -> String {
        try #require(actions.first?.fields.first { $0.name == name }?.defaultValue)
    }
}
