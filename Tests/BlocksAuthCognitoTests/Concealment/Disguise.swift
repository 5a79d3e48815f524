// SPDX-License-Identifier: Apache-2.0

import BlocksLocal
import Foundation
import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// Replies with everything taken out that may differ between two users of one pool.
enum Disguise {
    /// Status, headers and body of a reply to `name`: handles and ids by their length only, the letters of masked addresses left out.
    static func text(_ reply: BlocksReply, of name: String) -> String {
        let headers = reply.headers.map { "\($0.name): \(stable($0.value, name))" }.sorted()
        return "\(reply.status)\n\(headers.joined(separator: "\n"))\n\n\(stable(reply.text, name))"
    }

    private static func stable(_ text: String, _ name: String) -> String {
        text.replacingOccurrences(of: name, with: "{name}")
            .replacing(#/[A-Za-z0-9_\-.]{40,}/#) { "{\($0.output.utf8.count)}" }
            .replacing(#/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/#, with: "{id}")
            .replacing(#/[a-z]\*\*\*@[a-z]\*\*\*/#, with: "?***@?***")
    }
}

/// Users of one kind each, whose names are of one length.
struct Population {
    /// Confirmed, with a verified address.
    static let known = "alice"
    /// Nobody.
    static let unknown = "nouse"
    /// Signed up, and no more.
    static let unconfirmed = "uncon"
    /// Shut out by an administrator.
    static let disabled = "disab"
    /// Without a password of their own, until they reset it.
    static let reset = "renew"

    static let all = [known, unknown, unconfirmed, disabled, reset]

    /// Makes them.
    static func settle(_ bed: StormBed) async throws {
        let client = StormBed.Client(bed)
        for name in all where name != unknown {
            let email = #"{"attributes":{"email":"\#(name)@example.com"}}"#
            _ = try await client.call("api.signUp", #"["\#(name)","Passw0rd!",\#(email)]"#)
            guard name != unconfirmed else { continue }
            let code = try #require(bed.outbox.newest(for: name)?.code)
            _ = try await client.call("api.confirmSignUp", #"["\#(name)","\#(code)"]"#)
        }
        #expect(try await client.call("api.adminDisableUser", #"["\#(disabled)"]"#).code == nil)
        #expect(try await client.call("api.adminResetUserPassword", #"["\#(reset)"]"#).code == nil)
    }
}
