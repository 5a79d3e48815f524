// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import BlocksAuthCognito

/// No method and no form takes a name, a password or a code, or has a message sent, without a limit.
struct EveryMethodTests {
    /// The methods that need none, and why.
    static let uncounted = [
        "requireAuth": "reads the session", "checkAuth": "reads the session", "getCurrentUser": "reads the session",
        "requireRole": "reads the session", "requireRecentSignIn": "reads the session",
        "fetchAuthSession": "reads the session", "signOut": "ends the session", "listSessions": "of the session's user",
        "endSession": "of the session's user", "endAllSessions": "of the session's user",
        "deleteUser": "of the session's user",
        "fetchUserAttributes": "of the session's user", "fetchMFAPreference": "of the session's user",
        "updateMFAPreference": "of the session's user, proves nothing", "setUpTOTP": "makes a secret, proves nothing",
        "rememberDevice": "of the session's user", "fetchDevices": "of the session's user",
        "forgetDevice": "of the session's user", "listPasskeys": "of the session's user",
        "deletePasskey": "of the session's user", "startPasskeyRegistration": "of the session's user",
        "completePasskeyRegistration": "a signature of a new key, of the session's user",
    ]

    /// The same for actions of forms.
    static let uncountedActions = [
        "signInWithPasskey": "is signIn", "signOut": "ends the session",
        "startPasskeyRegistration": "of the session's user", "completePasskeyRegistration": "of the session's user",
        "listPasskeys": "of the session's user", "deletePasskey": "of the session's user",
    ]

    private let counted = Set(CountedMethod.allCases.map(\.rawValue))

    @Test func `every method is counted, or says why not`() throws {
        let methods = try MethodTableTests.declared().filter { $0.hasPrefix("api.") && !$0.hasPrefix("api.admin") }
            .map { String($0.dropFirst(4)) }
        #expect(methods.count >= 30)
        #expect(methods.filter { !counted.contains($0) && Self.uncounted[$0] == nil } == [])
        #expect(Self.uncounted.keys.filter { counted.contains($0) || !methods.contains($0) } == [])
    }

    @Test func `every action of a form is counted, or says why not`() throws {
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Sources/BlocksAuthCognito/StateMachine")
        var actions: Set<String> = []
        for file in ["AuthNamespace", "AuthNamespace+Passkeys"] {
            let text = try String(contentsOf: sources.appendingPathComponent(file + ".swift"), encoding: .utf8)
            actions.formUnion(text.matches(of: #/case "(\w+)":/#).map { String($0.output.1) })
        }
        #expect(actions.count >= 10)
        #expect(actions.filter { !counted.contains($0) && Self.uncountedActions[$0] == nil } == [])
        #expect(Self.uncountedActions.keys.filter { !actions.contains($0) } == [])
    }
}
