// SPDX-License-Identifier: Apache-2.0

import App
import ArgumentParser
import BlocksCore
import Foundation
import Logging
import Testing

@testable import BlocksTool

struct SampleEventTests {
    private func generate(_ arguments: String...) throws -> JSONValue {
        try command(arguments).event().value()
    }

    private func command(_ arguments: [String]) throws -> EventsGenerateCommand {
        let parsed = try RootCommand<DemoApp>.parseAsRoot(["events", "generate"] + arguments)
        return try #require(parsed as? EventsGenerateCommand)
    }

    @Test func `every shape has a name of its own that the command line takes`() {
        let names = SampleShape.allCases.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.count == 5 + 3 + 4 + 3 + 13)
        for shape in SampleShape.allCases { #expect(SampleShape(argument: shape.name) == shape) }
        #expect(names.contains("verify-auth-challenge-response"))
        #expect(names.contains("custom-sms-sender"))
    }

    @Test(arguments: ["rest-api", "http-api", "function-url", "alb", "alb-multi-value"])
    func `a request has the method, path, query, header, cookie and body that were asked for`(_ shape: String) throws {
        let event = try generate(
            shape, "--path", "/a%20b?q=1&q=%26", "--header", "X-One: 1", "--cookie", "a=1", "--cookie", "b=2=3",
            "--body", "héllo")
        let text = String(decoding: event.encoded(), as: UTF8.self)
        let file = EventFile(path: "e", event: event)
        #expect(file.body == Array("héllo".utf8))
        #expect(event["httpMethod"]?.string ?? event["requestContext"]?["http"]?["method"]?.string == "POST")
        #expect(event["path"]?.string ?? event["rawPath"]?.string == "/a%20b")
        #expect(text.contains(shape == "http-api" || shape == "function-url" ? #"["a=1","b=2=3"]"# : "a=1; b=2=3"))
        #expect(text.lowercased().contains("x-one"))
        switch shape {
        case "rest-api": #expect(event["multiValueQueryStringParameters"]?["q"] == ["1", "&"])
        case "alb": #expect(event["queryStringParameters"]?["q"] == "%26")
        case "alb-multi-value": #expect(event["multiValueQueryStringParameters"]?["q"] == ["1", "%26"])
        default: #expect(event["rawQueryString"] == "q=1&q=%26")
        }
    }

    @Test func `a target group has single or multiple values, never both`() throws {
        let (single, multiple) = (try generate("alb"), try generate("alb-multi-value"))
        #expect(single["headers"] != nil && single["multiValueHeaders"] == nil)
        #expect(multiple["headers"] == nil && multiple["multiValueHeaders"] != nil)
    }

    @Test func `a call is a POST of JSON-RPC`() throws {
        let event = try generate("http-api", "--call", "api.greet", "--params", #"["Ann"]"#)
        #expect(event["rawPath"] == "/aws-blocks/api")
        #expect(event["body"] == #"{"jsonrpc":"2.0","method":"api.greet","params":["Ann"],"id":1}"#)
        #expect(event["headers"]?["content-type"] == "application/json")
        #expect(event["requestContext"]?["http"]?["method"] == "POST")
    }

    @Test func `each body is a record of the source that was named`() throws {
        let queue = try generate("sqs", "--name", "orders.fifo", "--body", "1", "--body", "2")
        #expect(queue["Records"]?.array?.map { $0["body"]?.string } == ["1", "2"])
        #expect(queue["Records"]?[0]?["eventSourceARN"] == "arn:aws:sqs:eu-central-1:111122223333:orders.fifo")
        #expect(queue["Records"]?[0]?["attributes"]?["MessageGroupId"] == "group-1")
        let ids = (queue["Records"]?.array ?? []).compactMap { $0["messageId"]?.string.flatMap(UUID.init(uuidString:)) }
        #expect(Set(ids).count == 2)
        let table = try generate("dynamodb", "--body", #"{"pk":"a","n":1,"on":true,"list":[null,{"x":"y"}]}"#)
        #expect(table["Records"]?[0]?["dynamodb"]?["Keys"] == ["pk": ["S": "a"]])
        #expect(
            table["Records"]?[0]?["dynamodb"]?["NewImage"]?["list"]
                == ["L": [["NULL": true], ["M": ["x": ["S": "y"]]]]])
        #expect(try generate("kinesis", "--body", "hi")["Records"]?[0]?["kinesis"]?["data"] == "aGk=")
        #expect(try generate("sns", "--body", "hi")["Records"]?[0]?["Sns"]?["Message"] == "hi")
    }

    @Test(arguments: [
        ("rest-api", "a+b=c%2Bd", "a b"), ("http-api", "a+b=c%2Bd", nil), ("alb", "a+b=c%2Bd", "a+b"),
        ("websocket-connect", "a+b=c%2Bd", "a b"),
    ])
    func `a plus of a query is a blank where parameters are decoded`(
        _ shape: String, _ query: String, _ name: String?
    ) throws {
        let event = try generate(shape, "--path", "/?\(query)")
        guard let name else { return #expect(event["rawQueryString"]?.string == query) }
        let value = name == "a b" ? "c+d" : "c%2Bd"
        #expect(event["queryStringParameters"] == .object([name: .string(value)]))
    }

    @Test(arguments: ["rest-api", "http-api", "function-url"])
    func `whose API it is does not depend on the host that a client asks for`(_ shape: String) throws {
        let host = "Host: x.lambda-url.eu-central-1.on.aws"
        let (plain, asked) = (try generate(shape), try generate(shape, "--header", host, "--header", "X-A: b"))
        for member in ["accountId", "apiId", "domainName", "domainPrefix"] {
            #expect(asked["requestContext"]?[member] == plain["requestContext"]?[member])
        }
        #expect(EventFile(path: "e", event: asked).shape == EventFile(path: "e", event: plain).shape)
        let headers = asked["headers"]
        #expect((headers?["host"] ?? headers?["Host"]) == "x.lambda-url.eu-central-1.on.aws")
        #expect(plain["requestContext"]?["accountId"] == (shape == "function-url" ? "anonymous" : "111122223333"))
    }

    @Test(arguments: ["http-api", "function-url", "alb", "alb-multi-value", "rest-api"])
    func `a body that is no text by its type is Base64, but for a REST API`(_ shape: String) throws {
        for (type, isText) in [
            ("text/plain", true), ("Application/JSON; charset=utf-8", true), ("application/xml", true),
            ("application/javascript", true), ("image/png", false), ("application/octet-stream", false),
            ("application/x-www-form-urlencoded", false), ("textual/x", false),
        ] {
            let event = try generate(shape, "--header", "Content-Type: \(type)", "--body", "a=1")
            let isEncoded = !isText && shape != "rest-api"
            #expect(event["isBase64Encoded"] == .bool(isEncoded), "\(type)")
            #expect(event["body"] == (isEncoded ? "YT0x" : "a=1"))
        }
        #expect(try generate(shape, "--header", "Content-Type: image/png")["isBase64Encoded"] == false)
    }

    @Test func `the root of a REST API is no proxy resource`() throws {
        let root = try generate("rest-api", "--path", "/?a=1")
        #expect(root["resource"] == "/" && root["pathParameters"] == .null)
        #expect(root["requestContext"]?["resourcePath"] == "/")
        let other = try generate("rest-api", "--path", "/a/b")
        #expect(other["resource"] == "/{proxy+}" && other["pathParameters"] == ["proxy": "a/b"])
    }

    @Test func `a handshake has what a browser and API Gateway put there`() throws {
        let plain = try generate("websocket-connect")
        #expect(!String(decoding: plain.encoded(), as: UTF8.self).contains("null"))
        for name in ["Host", "Sec-WebSocket-Key", "Sec-WebSocket-Version", "X-Forwarded-For", "X-Forwarded-Proto"] {
            let value = try #require(plain["headers"]?[name])
            #expect(plain["multiValueHeaders"]?[name] == .array([value]))
        }
        let event = try generate(
            "websocket-connect", "--path", "/?token=a%20b&x=1", "--header", "sec-websocket-version: 8",
            "--cookie", "a=1")
        #expect(event["queryStringParameters"] == ["token": "a b", "x": "1"])
        #expect(event["multiValueQueryStringParameters"]?["token"] == ["a b"])
        #expect(event["headers"]?["Cookie"] == "a=1")
        #expect(event["headers"]?["Sec-WebSocket-Version"] == nil)
    }

    @Test(arguments: [
        "sqs", "kinesis", "dynamodb", "sns", "websocket-message", "websocket-disconnect", "eventbridge", "schedule",
        "direct",
    ])
    func `what is generated without choices fits the example's handlers`(_ shape: String) async throws {
        let data = try ScratchFolder()
        let app = try LocalApp(
            DemoApp.self, dataDirectory: data.path, environment: ["DEMO_EVENT_SOURCES": "1"],
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        var runner = EventRunner(app: app, checksExpectations: false)
        let reply = try await runner.run(EventFile(path: "e", event: try generate(shape))).reply
        #expect(reply.status == 200)
        #expect(!reply.text.contains("batchItemFailures") && !reply.text.contains("error"))
    }

    @Test(arguments: [
        (#"{"a":1}"#, true), (#"{"source":"Blocks.x"}"#, true), (#"{"Records":[{"eventSource":"aws:s3"}]}"#, false),
        (#"{"source":"blocks.jobs","jobName":"none"}"#, false), (#"{"httpMethod":"GET","path":"/"}"#, false),
        (#"{"triggerSource":"PreSignUp_X","userPoolId":"p","request":{},"response":{}}"#, false),
    ])
    func `the shapes are pointed out only where the shape is unknown`(_ event: String, _ isPointedOut: Bool)
        async throws
    {
        let data = try ScratchFolder()
        let app = try LocalApp(
            DemoApp.self, dataDirectory: data.path, environment: [:],
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        var runner = EventRunner(app: app, checksExpectations: false)
        let file = EventFile(path: "e", event: try JSONValue(parsing: Array(event.utf8)))
        let error = await #expect(throws: ToolError.self) { _ = try await runner.run(file) }
        #expect(error?.description.contains("lists the shapes") == isPointedOut)
    }

    @Test func `events, schedules, jobs and triggers are named as asked`() throws {
        let event = try generate("eventbridge", "--source", "com.x", "--detail-type", "T", "--body", #"{"a":1}"#)
        #expect(event["source"] == "com.x" && event["detail-type"] == "T" && event["detail"] == ["a": 1])
        #expect(
            try generate("schedule", "--name", "n")["resources"]?[0]?.string?.hasSuffix(":schedule/default/n") == true)
        let job = try generate("direct", "--source", "blocks.x", "--name", "j", "--body", #"{"a":1}"#)
        #expect(job == ["source": "blocks.x", "jobName": "j", "a": 1])
        let trigger = try generate(
            "verify-auth-challenge-response", "--name", "bob", "--body", #"{"challengeAnswer":"1"}"#)
        #expect(trigger["triggerSource"] == "VerifyAuthChallengeResponse_Authentication")
        #expect(trigger["userName"] == "bob" && trigger["request"]?["challengeAnswer"] == "1")
    }

    @Test(arguments: [
        ["sqs", "--path", "/x"], ["sqs", "--cookie", "a=b"], ["schedule", "--body", "x"], ["http-api", "--name", "x"],
        ["http-api", "--body", "1", "--body", "2"], ["http-api", "--call", "a.b", "--body", "x"],
        ["http-api", "--params", "[]"], ["pre-sign-up", "--source", "x"], ["direct", "--detail-type", "x"],
        ["http-api", "--path", "x"], ["http-api", "--header", "novalue"], ["http-api", "--cookie", "novalue"],
        ["http-api", "--call", "a.b", "--params", "7"], ["http-api", "--call", "a.b", "--params", "["],
        ["dynamodb", "--body", "[1]"], ["eventbridge", "--body", "x"], ["pre-sign-up", "--body", "x"],
        ["websocket-connect", "--body", "x"], ["websocket-connect", "--path", "/x?a=b"],
        ["websocket-message", "--path", "/?a=b"], ["websocket-message", "--cookie", "a=b"],
    ])
    func `a choice that means nothing or is malformed is refused`(_ arguments: [String]) throws {
        let command = try command(arguments)
        let error = #expect(throws: ToolError.self) { _ = try command.event().value() }
        #expect(error?.code == .usage)
    }

    @Test(arguments: [["generate"], ["generate", "s3"], ["generate", "http-api", "extra"]])
    func `a shape that is missing or unknown is a usage error`(_ arguments: [String]) {
        #expect(throws: (any Error).self) { try RootCommand<DemoApp>.parseAsRoot(["events"] + arguments) }
    }
}
