// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksLambda
import HTTPTypes
import TestSupport
import Testing

@testable import BlocksAuthCognito

/// Known weaknesses H4 and B3 (b): an error reply clears the cookie of a dead session, whatever front door the request came by.
@Suite(.eachSessionFormat) struct DeadSessionTests {
    /// The shapes that events and replies have.
    enum Door: CaseIterable {
        case restAPI, httpAPI, functionURL, singleValueLoadBalancer, multipleValueLoadBalancer

        /// A call of `api.me` or a request for `/me`.
        func event(_ isCall: Bool, _ cookies: String) -> String {
            let (method, path) = isCall ? ("POST", "/aws-blocks/api") : ("GET", "/me")
            let body = #""body":"{\"jsonrpc\":\"2.0\",\"method\":\"api.me\",\"id\":1}","isBase64Encoded":false"#
            let host = #""host":"app.example.com""#
            let http = #""http":{"method":"\#(method)","path":"\#(path)","sourceIp":"203.0.113.1"}"#
            let one = #""httpMethod":"\#(method)","path":"\#(path)",\#(body)"#
            let two = #""version":"2.0","rawPath":"\#(path)","rawQueryString":"","cookies":["\#(cookies)"],\#(body)"#
            return switch self {
            case .restAPI:
                #"{\#(one),"requestContext":{"stage":"prod"},"headers":{\#(host),"Cookie":"\#(cookies)"}}"#
            case .httpAPI: #"{\#(two),"requestContext":{"stage":"$default",\#(http)},"headers":{\#(host)}}"#
            case .functionURL:
                #"{\#(two),"requestContext":{"domainName":"id.lambda-url.eu-west-1.on.aws","stage":"$default",\#(http)},"#
                    + #""headers":{\#(host)}}"#
            case .singleValueLoadBalancer:
                #"{\#(one),"requestContext":{"elb":{}},"headers":{\#(host),"cookie":"\#(cookies)"}}"#
            case .multipleValueLoadBalancer:
                #"{\#(one),"requestContext":{"elb":{}},"multiValueHeaders":{"host":["app.example.com"],"#
                    + #""cookie":["\#(cookies)"]}}"#
            }
        }

        /// The cookies of a reply, where this front door looks for them.
        func cookies(_ reply: JSONValue) -> [String] {
            switch self {
            case .httpAPI, .functionURL: reply["cookies"]?.array?.compactMap(\.string) ?? []
            case .restAPI, .multipleValueLoadBalancer:
                reply["multiValueHeaders"]?["Set-Cookie"]?.array?.compactMap(\.string) ?? []
            case .singleValueLoadBalancer: [reply["headers"]?["Set-Cookie"]?.string].compactMap(\.self)
            }
        }
    }

    /// What killed the session.
    enum Death: CaseIterable { case rowIsGone, refreshIsRefused }

    private let never = AsyncStream<Void>.makeStream()

    private func handler(_ fixture: AuthFixture<Pool>) throws -> LambdaHandler {
        let platform = Platform(
            clock: fixture.clock.clock, environment: [:], logger: fixture.log.logger, isLocal: false)
        let application = try BlocksApplication(platform: platform) { app in
            let me: @Sendable (BlocksContext) async throws -> String = { context in
                try await fixture.auth.requireAuth(context).username
            }
            let namespace = ApiNamespace(app.scope("app"), "api") {
                Method("me") { context in try await me(context) }
            }
            app.export("api", namespace)
            app.route(RawRoute(.get, "/me") { context in context.response.send(try await me(context)) })
        }
        // The time is never up; a cancelled wait ends.
        return LambdaHandler(application: application, platform: platform) { [never] _ in
            for await _ in never.stream {}
        }
    }

    @Test(arguments: Door.allCases, Death.allCases)
    func `an error reply clears the cookie behind every front door`(door: Door, death: Death) async throws {
        let fixture = try AuthFixture<Pool>()
        let cookie = try await fixture.signIn()
        let handler = try handler(fixture)
        for isCall in [true, false] {
            let alive = try await handler.reply(
                to: Array(door.event(isCall, cookie).utf8), requestID: "r", deadline: nil)
            #expect(String(decoding: alive, as: UTF8.self).contains("alice"))
            #expect(door.cookies(try JSONValue(parsing: alive)).isEmpty)
        }
        for isCall in [true, false] {
            switch death {
            case .rowIsGone: try await fixture.records.delete(Tested.firstRow, if: nil, now: 0)
            case .refreshIsRefused:
                fixture.clock.advance(seconds: 3601)
                fixture.cognito.fail("RefreshTokens", AWSError(name: "NotAuthorizedException", status: 400))
            }
            let bytes = try await handler.reply(
                to: Array(door.event(isCall, cookie).utf8), requestID: "r", deadline: nil)
            let reply = try JSONValue(parsing: bytes)
            #expect(reply["statusCode"]?.int == (isCall ? 200 : 401))
            #expect(reply["body"]?.string?.contains("Authentication required") == true)
            #expect(
                door.cookies(reply) == [
                    "\(Tested.prefix)auth_my-stack-my-app-auth=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0"
                ])
        }
    }
}
