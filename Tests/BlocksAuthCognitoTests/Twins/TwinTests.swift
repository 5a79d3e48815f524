// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import BlocksAuthCognito

/// The unit tests of aws-jwt-verify (github.com/awslabs/aws-jwt-verify, commit a7fce8e), case by case.
struct TwinTests {
    static let all =
        Twin.basics + Twin.parsing + Twin.claims + Twin.keys + Twin.sets + Twin.fetching + Twin.caching + Twin.cognito
        + Twin.silence

    @Test(arguments: all) func `as aws-jwt-verify, or stricter`(twin: Twin) async throws {
        #expect(try await twin.run() == twin.expected)
    }

    @Test func `there are 160 twins or more, each with a name of its own`() {
        #expect(Set(Self.all.map(\.testDescription)).count == Self.all.count)
        #expect(Self.all.count >= 160, "\(Self.all.count)")
        #expect(Twin.without.allSatisfy { !$0.reason.isEmpty })
    }
}
