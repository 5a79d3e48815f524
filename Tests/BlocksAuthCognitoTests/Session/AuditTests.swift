// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// What an auditor finds in the log: who signed in, who was refused, and nothing that signs anybody in.
struct AuditTests {
    @Test func `a sign-in is a line with the user's permanent id, a refused one with Cognito's reason`() async throws {
        let bed = try MethodBed()
        _ = await bed.reply(
            #"{"jsonrpc":"2.0","method":"api.signIn","params":["alice@example.com","Passw0rd!"],"id":1}"#)
        let line = try #require(bed.log.text.split(separator: "\n").first { $0.contains("Signed in") })
        #expect(line.contains(#""sub":"sub-alice""#) && line.contains(#""flow":"USER_PASSWORD_AUTH""#))
        #expect(!bed.log.text.contains("alice@example.com") && !bed.log.text.contains("Passw0rd!"))
        bed.cognito.fail(
            "InitiateAuth", AWSError(name: "NotAuthorizedException", message: "Incorrect", status: 400, kind: .service))
        _ = await bed.reply(#"{"jsonrpc":"2.0","method":"api.signIn","params":["alice@example.com","Wr0ng!"],"id":1}"#)
        let refused = try #require(bed.log.text.split(separator: "\n").last { $0.contains("NotAuthorizedException") })
        #expect(refused.contains("api.signIn"))
        #expect(!bed.log.text.contains("alice@example.com") && !bed.log.text.contains("Wr0ng!"))
    }

    @Test func `a role that a user lacks is a line`() async throws {
        let fixture = try AuthFixture<Pool>()
        let cookie = try await fixture.signIn()
        _ = try await fixture.auth.requireRole(fixture.context(cookie), .admins)
        #expect(!fixture.log.text.contains("Role refused"))
        await #expect(throws: ApiError.self) {
            try await fixture.auth.requireRole(fixture.context(cookie), .readers)
        }
        let line = try #require(fixture.log.text.split(separator: "\n").first { $0.contains("Role refused") })
        #expect(line.contains(#""sub":"sub-alice""#) && line.contains(#""role":"readers""#))
    }
}
