// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// Over Cognito as moto plays it, which says `UserNotFoundException` of unknown names, clients see no difference.
///
/// What `resetPassword` returns is left out: moto makes up addresses for unknown names without masking the name.
@Suite(.needsMoto) struct MotoConcealmentTests {
    /// The state that each form leads to, disguised: what a browser gets of it.
    private func answers(_ block: MotoBlock, _ name: String) async throws -> [String] {
        let forms: [JSONObject] = [
            ["action": "signIn", "password": "Wr0ngPass!"], ["action": "resetPassword"],
        ]
        var answers: [String] = []
        for form in forms {
            var form = form
            form["username"] = .string(name)
            let state = try await block.auth.setAuthState(AuthActionInput(.object(form)), block.context())
            answers.append(
                Disguise.text(BlocksReply(status: 200, headers: [], body: try JSONCoding.encode(state)), of: name))
        }
        return answers
    }

    @Test func `known and unknown names get the same answers`() async throws {
        let moto = try Moto()
        defer { moto.stop() }
        let block = try await MotoBlock(moto)
        _ = try await block.auth.signUp(
            "alice", "Passw0rd!", options: .init(attributes: [.email: "alice@example.com"]), context: block.context())
        _ = try await block.auth.confirmSignUp("alice", "123456", context: block.context())
        let (known, unknown) = (try await answers(block, "alice"), try await answers(block, "nouse"))
        for (one, other) in zip(known, unknown) { #expect(one == other) }
        // moto takes any code, of a sign-up and for a new password, so that only refusals can be looked at.
        let refused = await #expect(throws: ApiError.self) {
            try await block.auth.confirmSignUp("nouse", "123456", context: block.context())
        }
        #expect(refused?.name == "CodeMismatchException")
    }

    @Test func `with the option a taken name is signed up like any other`() async throws {
        let moto = try Moto()
        defer { moto.stop() }
        let block = try await MotoBlock(moto, options: .init(concealsTakenNames: true))
        var sizes: Set<Int> = []
        var results: [SignUpResult] = []
        for password in ["Passw0rd!", "0therPassw0rd!"] {
            let context = block.context()
            results.append(
                try await block.auth.signUp(
                    "alice", password, options: .init(attributes: [.email: "a@e.io"], autoSignIn: true),
                    context: context))
            sizes.formUnion(context.setCookies.map(\.utf8.count))
        }
        #expect(sizes.count == 1)
        #expect(results.allSatisfy { !$0.isSignUpComplete && $0.nextStep?.name == "CONFIRM_SIGN_UP" })
        #expect(results.allSatisfy { $0.userId.utf8.count == 36 } && results[0].userId != results[1].userId)
        for password in ["Passw0rd!", "0therPassw0rd!"] {
            let error = await #expect(throws: ApiError.self) {
                try await block.auth.signIn("alice", password, context: block.context())
            }
            #expect(error?.name == "NotAuthorizedException", "\(password)")
        }
    }
}
