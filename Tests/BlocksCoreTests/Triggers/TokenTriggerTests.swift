// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import TestSupport
import Testing

/// The trigger before tokens are made has an answer for each version of its event.
struct TokenTriggerTests {
    private static let request = #"{"userAttributes":{},"groupConfiguration":{"groupsToOverride":["a","b"]}}"#
    private static let extended = #"{"userAttributes":{},"groupConfiguration":{},"scopes":["aws.cognito"]}"#

    private func reply(
        _ request: String, version: String, _ response: String = #"{"claimsOverrideDetails":null}"#,
        _ change: @escaping @Sendable (inout PreTokenGeneration.Response, PreTokenGeneration.Request) -> Void
    ) async throws -> String {
        let app = try AppHarness { app in
            app.onTrigger(.preTokenGeneration) { event in
                var response = event.response
                change(&response, event.request)
                return response
            }
        }
        let reply = try await app.trigger(
            TriggerCase.event("TokenGeneration_Authentication", request, response, version: version))
        let start = try #require(reply.firstRange(of: #""response":"#)).upperBound
        return String(reply[start...].dropLast())
    }

    @Test func `version 1 changes the ID token`() async throws {
        let response = try await reply(Self.request, version: #""1""#) { response, request in
            response.idToken.claims["tenant"] = "blue"
            response.idToken.suppressed = ["email"]
            response.groups = .init(groups: Array(request.groupConfiguration.groups.prefix(1)))
        }
        #expect(
            response == """
                {"claimsOverrideDetails":{"claimsToAddOrOverride":{"tenant":"blue"},"claimsToSuppress":["email"],\
                "groupOverrideDetails":{"groupsToOverride":["a"],"iamRolesToOverride":[]}}}
                """)
    }

    @Test(arguments: [#""2""#, #""3""#, #""1""#])
    func `with scopes in the event the access token is changed too`(_ version: String) async throws {
        let response = try await reply(Self.extended, version: version) { response, request in
            response.idToken.claims["level"] = 3
            response.accessToken.claims["tenant"] = ["blue", "red"]
            response.scopesToAdd = (request.scopes ?? []).map { $0 + ".more" }
            response.scopesToSuppress = ["openid"]
        }
        #expect(
            response == """
                {"claimsAndScopeOverrideDetails":{"idTokenGeneration":{"claimsToAddOrOverride":{"level":3},\
                "claimsToSuppress":[]},"accessTokenGeneration":{"claimsToAddOrOverride":{"tenant":["blue","red"]},\
                "claimsToSuppress":[],"scopesToAdd":["aws.cognito.more"],"scopesToSuppress":["openid"]}}}
                """)
    }

    @Test func `what the pool filled in stays`() async throws {
        let filled = """
            {"claimsAndScopeOverrideDetails":{"idTokenGeneration":{"claimsToAddOrOverride":{"a":"b"},\
            "claimsToSuppress":["x"]},"accessTokenGeneration":{"claimsToAddOrOverride":{},"claimsToSuppress":[],\
            "scopesToAdd":["s"],"scopesToSuppress":[]},"groupOverrideDetails":{"groupsToOverride":[],\
            "iamRolesToOverride":["arn:r"],"preferredRole":"arn:r"}}}
            """
        #expect(try await reply(Self.extended, version: #""2""#, filled) { _, _ in } == filled)
    }

    @Test(
        arguments: [
            { $0.accessToken.claims["a"] = "b" }, { $0.accessToken.suppressed = ["a"] }, { $0.scopesToAdd = ["s"] },
            { $0.scopesToSuppress = ["s"] }, { $0.idToken.claims["a"] = 1 },
        ] as [@Sendable (inout PreTokenGeneration.Response) -> Void])
    func `what version 1 can't carry is refused`(
        _ change: @escaping @Sendable (inout PreTokenGeneration.Response) -> Void
    ) async throws {
        let error = await #expect(throws: TriggerError.self) {
            try await reply(Self.request, version: #""1""#) { response, _ in change(&response) }
        }
        #expect(error?.code == .unsuitableResponse)
    }
}
