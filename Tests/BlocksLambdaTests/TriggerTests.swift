// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import TestSupport
import Testing

@testable import BlocksLambda

/// Events of user pools through the handler that serves requests too.
@Suite struct TriggerTests {
    @Test(.needsVectors("lambda-events"))
    func `every published trigger is answered with the event and its response`() async throws {
        let fixture = try TriggerFixture()
        let files = try Vectors.entries("lambda-events").filter { $0.contains("cognito-event-userpools") }
        #expect(files.count == 19)
        for file in files {
            let event = try JSONValue(parsing: Array(Vectors.data("lambda-events/\(file)")))
            let bytes = Array(try Vectors.data("lambda-events/\(file)"))
            let reply = try JSONValue(parsing: try await fixture.reply(to: bytes))
            for member in event.object ?? [:] where member.key != "response" {
                #expect(reply[member.key] == member.value, "\(file): \(member.key)")
            }
            #expect(reply.object?.count == event.object?.count && reply["response"]?.object != nil, "\(file)")
            if !file.contains("pretokengen") {
                // What the pool had filled in stands, absent members aside.
                for member in event["response"]?.object ?? [:] where !member.value.isNull {
                    #expect(reply["response"]?[member.key] == member.value, "\(file): \(member.key)")
                }
            }
        }
    }

    @Test func `a Cognito Sync event is no trigger`() async throws {
        let fixture = try TriggerFixture()
        let error = await #expect(throws: LambdaError.self) {
            try await fixture.reply(to: Array(#"{"datasetName":"d","eventType":"SyncTrigger","version":2}"#.utf8))
        }
        #expect(error?.code == .unsupportedEvent)
    }

    @Test func `a request is a request, whatever else it holds`() async throws {
        let fixture = try TriggerFixture()
        let reply = try await fixture.reply(
            to: Array(
                #"""
                {"rawPath":"/x","requestContext":{"http":{"method":"GET"}},"triggerSource":"PreSignUp_SignUp",
                "userPoolId":"p","request":{},"response":{}}
                """#.utf8))
        #expect(String(decoding: reply, as: UTF8.self).contains(#""statusCode":404"#))
    }

    @Test(arguments: [
        ("refuse", LambdaError.Code.triggerRefused, "Not on the list"),
        ("fail", .triggerFailed, "the handler of the trigger failed"),
    ])
    func `what a handler throws fails the invocation`(
        _ user: String, _ code: LambdaError.Code, _ message: String
    ) async throws {
        let fixture = try TriggerFixture()
        let error = await #expect(throws: LambdaError.self) {
            try await fixture.reply(to: TriggerFixture.signUp(user))
        }
        #expect(error?.code == code && error?.message == message)
        let told = try error.map { try JSONValue(parsing: InvocationError($0).body) }
        #expect(told?["errorMessage"]?.string == message)
        #expect(told?["errorType"]?.string == code.rawValue)
        #expect(fixture.log.text.contains("hush") == (user == "fail"))
    }

    @Test func `a trigger that nobody handles is named`() async throws {
        let fixture = try TriggerFixture()
        let event = #"{"triggerSource":"FutureTrigger_X","userPoolId":"p","request":{},"response":{}}"#
        let error = await #expect(throws: LambdaError.self) { try await fixture.reply(to: Array(event.utf8)) }
        #expect(error?.code == .unsupportedEvent && error?.message.contains("FutureTrigger_X") == true)
    }

    @Test func `a handler that overruns is cancelled before the user pool gives up`() async throws {
        let fixture = try TriggerFixture()
        let event = TriggerFixture.signUp("forever")
        let invocation = Invocation(
            requestID: "r", deadline: WallClock.system.now().adding(milliseconds: 1_010), event: event)
        let error = await #expect(throws: LambdaError.self) {
            try await fixture.handler.handle(event, invocation: invocation) { _ in }
        }
        #expect(error?.code == .triggerTimeout)
        var cancellations = fixture.cancellations.makeAsyncIterator()
        #expect(await cancellations.next() != nil)
    }

    @Test func `a reply that a cancelled handler has all the same is used`() async throws {
        let fixture = try TriggerFixture()
        let event = TriggerFixture.signUp("late")
        let invocation = Invocation(
            requestID: "r", deadline: WallClock.system.now().adding(milliseconds: 1_010), event: event)
        let replies = Seen()
        try await fixture.handler.handle(event, invocation: invocation) { reply in
            replies.note(String(decoding: reply, as: UTF8.self))
        }
        #expect(replies.all.count == 1 && replies.all.first?.contains(#""userName":"late""#) == true)
    }

    @Test func `what a cancelled handler throws instead is no refusal`() async throws {
        let fixture = try TriggerFixture()
        let event = TriggerFixture.signUp("late refusal")
        let invocation = Invocation(
            requestID: "r", deadline: WallClock.system.now().adding(milliseconds: 1_010), event: event)
        let error = await #expect(throws: LambdaError.self) {
            try await fixture.handler.handle(event, invocation: invocation) { _ in }
        }
        #expect(error?.code == .triggerTimeout)
    }

    @Test func `the limit is the user pool's, or the function's when that is shorter`() {
        let now = Timestamp(milliseconds: 0)
        for (remaining, expected) in [(nil, 4_000), (30_000, 4_000), (3_000, 2_000), (500, 0)] as [(Int64?, Int64)] {
            let deadline = remaining.map(Timestamp.init(milliseconds:))
            let limit = DeadlineLimit(deadline, now: now, caller: DeadlineLimit.userPool)
            #expect(limit.milliseconds == expected)
        }
    }

    @Test(.needsVectors("lambda-events"), arguments: [1, 2] as [UInt64])
    func `mutated triggers are answered or refused and never crash`(_ seed: UInt64) async throws {
        let fixture = try TriggerFixture()
        var random = SeededRandom(seed: seed)
        let files = try Vectors.entries("lambda-events").filter { $0.contains("cognito-event-userpools") }
        var outcomes: [String: Int] = [:]
        for file in files {
            let original = Array(try Vectors.data("lambda-events/\(file)"))
            for _ in 0..<200 {
                do {
                    _ = try JSONDocument(try await fixture.reply(to: Mutation.of(original, using: &random)))
                    outcomes["answered", default: 0] += 1
                } catch let error as LambdaError {
                    outcomes[error.code.rawValue, default: 0] += 1
                }
            }
        }
        #expect(outcomes["answered", default: 0] > 500)
        #expect(outcomes["Runtime.MalformedEvent", default: 0] > 500)
        // A mutation can make version 1 of a token event, which has no place for what was filled in.
        let known = ["answered", "Runtime.MalformedEvent", "Runtime.UnsupportedEvent", "Function.MalformedReply"]
        #expect(Set(outcomes.keys).isSubset(of: known))
    }
}

/// A handler over an application that answers every trigger with the event's own response.
final class TriggerFixture: Sendable {
    let cancellations: AsyncStream<Void>
    private let fixture: SourceFixture

    var handler: LambdaHandler { fixture.handler }
    var log: CapturedLog { fixture.log }
    var loop: CurlLoop { fixture.loop }

    init() throws {
        let (cancellations, cancellation) = AsyncStream.makeStream(of: Void.self)
        self.cancellations = cancellations
        fixture = try SourceFixture { app, loop in
            app.onTrigger(.preSignUp) { event in
                switch event.userName {
                case "refuse": throw ApiError("Not on the list", status: 403)
                case "fail": throw Detail()
                case "late": try? await loop.sleep(for: .seconds(3_600))
                case "late refusal":
                    try? await loop.sleep(for: .seconds(3_600))
                    throw ApiError("Too late", status: 403)
                case "forever":
                    defer { if Task.isCancelled { cancellation.yield() } }
                    try await loop.sleep(for: .seconds(3_600))
                default: break
                }
                return event.response
            }
            app.onTrigger(.postConfirmation) { _ in }
            app.onTrigger(.preAuthentication) { _ in }
            app.onTrigger(.postAuthentication) { _ in }
            app.onTrigger(.preTokenGeneration) { $0.response }
            app.onTrigger(.userMigration) { $0.response }
            app.onTrigger(.customMessage) { $0.response }
            app.onTrigger(.defineAuthChallenge) { $0.response }
            app.onTrigger(.createAuthChallenge) { $0.response }
            app.onTrigger(.verifyAuthChallengeResponse) { $0.response }
        }
    }

    func reply(to event: [UInt8]) async throws -> [UInt8] {
        Array(try await fixture.reply(to: event).utf8)
    }

    static func signUp(_ user: String) -> [UInt8] {
        Array(
            #"""
            {"version":"1","triggerSource":"PreSignUp_SignUp","userPoolId":"p","userName":"\#(user)","request":{},
            "response":{"autoConfirmUser":false}}
            """#.utf8)
    }
}
