// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Logging
import TestSupport
import Testing

@testable import BlocksCore

/// Every type of this module that holds secrets, or what may be one, in every text that can be made of it.
struct PlantedSecretTests {
    private static let mark = "planted-in-core-0001"

    @Test func `no textual form of a request, a reply or their parts shows what is in them`() throws {
        let mark = Self.mark
        let header = BlocksRequest.Header(name: "cookie", value: mark)
        let request = BlocksRequest(
            method: .post, path: "/" + mark, rawQuery: mark, headerList: [header], cookieHeader: mark,
            body: Array(mark.utf8))
        let context = BlocksContext(
            request: request, requestID: "r", deadline: Deadline(expires: WallClock.fixed.now(), clock: .fixed),
            logger: CapturedLog().logger)
        try context.response.setHeader("x-token", mark)
        let cookie = try #require(SetCookie(name: "a", value: mark, security: .lax, maxAge: 1))
        context.response.setCookie(cookie)
        context.response.send(mark)
        let replyHeader = try #require(BlocksReply.Header(checking: "x-token", mark))
        let members = try JSONDocument(Array(#"["\#(mark)"]"#.utf8)).root
        for value in [
            header, request, RequestHeaders([header], cookies: mark), context, context.response, cookie, replyHeader,
            BlocksReply(status: 200, headers: [replyHeader], cookies: [mark], body: Array(mark.utf8)),
            PathParameters([(name: "code", range: 1..<21)], of: "/" + mark), try #require(RPCArguments(members)),
            try RPCRequest(body: Array(#"{"jsonrpc":"2.0","method":"a.b","params":["\#(mark)"]}"#.utf8)),
        ] as [Any] {
            expectNoTrace(of: mark, in: value)
        }
    }

    @Test func `no textual form of an event shows what is in it`() throws {
        let mark = Self.mark
        let attribute = MessageAttribute(type: "String", text: mark, bytes: Array(mark.utf8))
        let event = BusEvent(id: "1", source: "s", detailType: "d", detail: ["token": .string(mark)])
        let trigger = try JSONDocument(
            Array(
                #"""
                {"triggerSource":"UserMigration_Authentication","userPoolId":"p",
                 "request":{"password":"\#(mark)","validationData":{"a":"\#(mark)"}},"response":{}}
                """#.utf8)
        ).root
        let poolEvent = try #require(UserPoolEvent(trigger))
        let request = UserMigration.Request(password: Secret(mark), validationData: ["a": Secret(mark)])
        for value in [
            attribute, event, ScheduledEvent(name: "n", event: event),
            TableChange(.insert, table: "t", keys: ["a": .string(mark)], sequenceNumber: "1"),
            QueueMessage(id: "1", queue: "q", body: mark, attributes: ["a": attribute], receiptHandle: Secret(mark)),
            StreamRecord(stream: "s", sequenceNumber: "1", partitionKey: mark, data: Array(mark.utf8)),
            TopicNotice(id: "1", topic: "t", message: mark, attributes: ["a": attribute]),
            WebSocketEvent(connectionID: "c", routeKey: "r", body: Array(mark.utf8), authorizer: .string(mark)),
            poolEvent, request, try TriggerEvent<UserMigration>(poolEvent),
            SenderRequest(type: nil, code: Secret(mark), userAttributes: [:]),
        ] as [Any] {
            expectNoTrace(of: mark, in: value)
        }
    }

    @Test func `no textual form of a secret or of the environment shows it`() {
        let mark = Self.mark
        let platform = Platform(environment: ["KEY": mark], logger: CapturedLog().logger, isLocal: true)
        for value in [Secret(mark), Secret(Array(mark.utf8)), platform] as [Any] { expectNoTrace(of: mark, in: value) }
    }

    @Test func `what is no secret is found in every textual form`() {
        let forms = textualForms(of: Self.mark)
        #expect(forms.count == 43)
        for (name, text) in forms { #expect(text.contains(Self.mark), "\(name)") }
    }
}
