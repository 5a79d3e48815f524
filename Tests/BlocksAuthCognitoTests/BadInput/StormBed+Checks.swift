// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import TestSupport
import Testing

@testable import BlocksAuthCognito

extension StormBed {
    /// What any reply may be: no failure of ours, and status, name and retriable flag as documented.
    func check(_ answer: Answer, _ what: @autoclosure () -> String) {
        #expect(answer.status == 200, "\(what())")
        guard let code = answer.code else { return }
        let outcome = answer.outcome
        switch code {
        case -32700, -32600, -32601, -32602, 413:
            #expect(!answer.isRetriable, "\(what()): \(outcome)")
        case 501:
            #expect(!answer.isRetriable, "\(what()): \(outcome)")
        case 403:
            let names = ["NotAuthorizedException", "RecentSignInRequiredException"]
            #expect(names.contains(answer.name ?? "") && !answer.isRetriable, "\(what()): \(outcome)")
        default:
            let known = answer.name.flatMap(AuthErrorName.init(rawValue:))
            #expect(known != nil, "\(what()): \(answer.text.prefix(200))")
            // The one refusal of that name which no user can correct in a form.
            let isFinal = answer.message == "credential must be valid JSON"
            #expect(known?.status == code, "\(what()): \(outcome)")
            #expect(answer.isRetriable == (known?.isRetriable == true && !isFinal), "\(what()): \(outcome)")
        }
        // Of input at most a name comes back, and no more of it than a name can have: 128 characters.
        #expect((answer.message ?? "").utf8.count < 600, "\(what()): \(answer.text.prefix(400))")
        for internals in ["Swift", ".swift", "/dev/shm", "/tmp", "Fatal", "LocalUserPool", "Optional("] {
            #expect(!answer.text.contains(internals), "\(what()): \(answer.text.prefix(400))")
        }
    }

    /// A new user can sign up, confirm and sign in; nothing was logged as a fault of ours, and no password either.
    func stillWorks() async throws {
        let client = try await signedIn("zoe")
        #expect(try await client.call("api.getCurrentUser").result?["username"]?.string == "zoe")
        #expect(!log.text.contains(#""level":"ERROR""#) && !log.text.contains(#""level":"FATAL""#))
        #expect(!log.text.contains("Passw0rd!"))
    }
}
