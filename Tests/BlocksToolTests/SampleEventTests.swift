// SPDX-License-Identifier: Apache-2.0

import App
import ArgumentParser
import BlocksCore
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
        #expect(queue["Records"]?[0]?["messageId"] != queue["Records"]?[1]?["messageId"])
        let table = try generate("dynamodb", "--body", #"{"pk":"a","n":1,"on":true,"list":[null,{"x":"y"}]}"#)
        #expect(table["Records"]?[0]?["dynamodb"]?["Keys"] == ["pk": ["S": "a"]])
        #expect(
            table["Records"]?[0]?["dynamodb"]?["NewImage"]?["list"]
                == ["L": [["NULL": true], ["M": ["x": ["S": "y"]]]]])
        #expect(try generate("kinesis", "--body", "hi")["Records"]?[0]?["kinesis"]?["data"] == "aGk=")
        #expect(try generate("sns", "--body", "hi")["Records"]?[0]?["Sns"]?["Message"] == "hi")
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
        ["websocket-connect", "--body", "x"], ["websocket-message", "--cookie", "a=b"],
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
