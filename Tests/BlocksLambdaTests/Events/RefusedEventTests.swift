// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import BlocksLambda

@Suite struct RefusedEventTests {
    @Test(arguments: [
        "", "nonsense", "null", "[]", "42", #""text""#, "{", #"{"a":1}{}"#, "{\"a\":\"\u{1}\"}",
        String(repeating: "[", count: 100_000),
    ])
    func `what is no JSON object is malformed`(_ event: String) {
        #expect(throws: LambdaError(.malformedEvent, "")) { try LambdaEvent(Array(event.utf8)) }
    }

    @Test(arguments: [
        #"{"httpMethod":"GET","path":"/x"}"#,
        #"{"httpMethod":"GET","path":"/x","requestContext":null}"#,
        #"{"httpMethod":"GET","path":"/x","requestContext":[]}"#,
        #"{"httpMethod":"GET","requestContext":{}}"#,
        #"{"httpMethod":"GET","path":"x","requestContext":{}}"#,
        #"{"httpMethod":"GET","path":"","requestContext":{}}"#,
        #"{"httpMethod":7,"path":"/x","requestContext":{}}"#,
        #"{"httpMethod":"G T","path":"/x","requestContext":{}}"#,
        #"{"httpMethod":"","path":"/x","requestContext":{}}"#,
        #"{"httpMethod":"GET","path":"/x","requestContext":{"stage":1}}"#,
        #"{"httpMethod":"GET","path":"/x","requestContext":{"identity":"me"}}"#,
        #"{"httpMethod":"GET","path":"/x","requestContext":{"identity":{"sourceIp":[]}}}"#,
        #"{"httpMethod":"GET","path":"/x","requestContext":{},"headers":[]}"#,
        #"{"httpMethod":"GET","path":"/x","requestContext":{},"headers":{"a":1}}"#,
        #"{"httpMethod":"GET","path":"/x","requestContext":{},"multiValueHeaders":{"a":"b"}}"#,
        #"{"httpMethod":"GET","path":"/x","requestContext":{},"multiValueHeaders":{"a":[1]}}"#,
        #"{"httpMethod":"GET","path":"/x","requestContext":{},"queryStringParameters":"a=1"}"#,
        #"{"httpMethod":"GET","path":"/x","requestContext":{},"queryStringParameters":{"a":1}}"#,
        #"{"httpMethod":"GET","path":"/x","requestContext":{},"multiValueQueryStringParameters":{"a":"1"}}"#,
        #"{"httpMethod":"GET","path":"/x","requestContext":{},"multiValueQueryStringParameters":{"a":[{}]}}"#,
        #"{"httpMethod":"GET","path":"/x","requestContext":{},"body":{}}"#,
        #"{"httpMethod":"GET","path":"/x","requestContext":{},"body":"","isBase64Encoded":"no"}"#,
        #"{"rawPath":"/x","requestContext":{"http":"GET"}}"#,
        #"{"rawPath":"/x","requestContext":{"http":{}}}"#,
        #"{"rawPath":1,"requestContext":{"http":{"method":"GET"}}}"#,
        #"{"rawPath":1,"requestContext":{"http":{"method":"GET","path":"/x"}}}"#,
        #"{"requestContext":{"http":{"method":"GET"}}}"#,
        #"{"requestContext":{"http":{"method":"GET","path":1}}}"#,
        #"{"requestContext":{"http":{"method":"GET","path":"x"}}}"#,
        #"{"rawPath":"/x","rawQueryString":{},"requestContext":{"http":{"method":"GET"}}}"#,
        #"{"rawPath":"/x","cookies":"a=1","requestContext":{"http":{"method":"GET"}}}"#,
        #"{"rawPath":"/x","cookies":[1],"requestContext":{"http":{"method":"GET"}}}"#,
        #"{"rawPath":"/x","requestContext":{"http":{"method":"GET","sourceIp":false}}}"#,
    ])
    func `a missing or mistyped member is malformed`(_ event: String) {
        #expect(throws: LambdaError(.malformedEvent, "")) { try LambdaEvent(Array(event.utf8)) }
    }

    @Test(arguments: [
        "a", "abc", "ab=c", "ab==", "=", "====", "a===", "YQ", "YR==", "YWJ=", "YQ==YQ==", "Y\\nQ=", "YQ==\\n", "-_-_",
    ])
    func `bad Base64 is malformed`(_ body: String) {
        let event = #"{"httpMethod":"PUT","path":"/x","requestContext":{},"body":"\#(body)","isBase64Encoded":true}"#
        #expect(throws: LambdaError(.malformedEvent, "")) { try LambdaEvent(Array(event.utf8)) }
    }

    @Test(arguments: [
        (#"{"Records":[{"eventSource":"aws:s3"}]}"#, "S3 notifications"),
        (#"{"Records":[{"eventSource":"hush"}]}"#, "records of an unknown source"),
        (#"{"Records":[{"eventSource":7}]}"#, "records of an unknown source"),
        (#"{"Records":[{"cf":{}}]}"#, "CloudFront"),
        (#"{"records":[]}"#, "records without a source"), (#"{"Records":[[]]}"#, "records without a source"),
        (#"{"source":"aws.events","detail-type":"Scheduled Event"}"#, "EventBridge"),
        (#"{"triggerSource":"PreSignUp_SignUp","userPoolId":"p"}"#, "triggers of user pools"),
        (#"{"triggerSource":"PreSignUp_SignUp","userPoolId":"p","request":[]}"#, "triggers of user pools"),
        (#"{"triggerSource":"PreSignUp_SignUp","userPoolId":"p","request":{},"response":1}"#, "triggers of user pools"),
        (#"{"triggerSource":"PreSignUp_SignUp","userPoolId":1,"request":{}}"#, "triggers of user pools"),
        (#"{"requestContext":{"connectionId":"c","eventType":"PING"}}"#, "WebSocket"),
        (#"{"httpMethod":"GET","path":"/","requestContext":{"connectionId":"c"}}"#, "WebSocket"),
        (#"{"type":"REQUEST","methodArn":"arn","httpMethod":"GET","path":"/","requestContext":{}}"#, "authorizer"),
        (#"{"type":"REQUEST","routeArn":"a","rawPath":"/","requestContext":{"http":{"method":"GET"}}}"#, "authorizer"),
        (#"{"type":"REQUEST","methodArn":"a","requestContext":{"http":{"method":"GET"}}}"#, "authorizer"),
        (#"{"type":"REQUEST","methodArn":"a","requestContext":{"connectionId":"c"}}"#, "authorizer"),
        (#"{"path":"/","method":"GET","requestContext":{"serviceNetworkArn":"arn"}}"#, "VPC Lattice"),
        (#"{"raw_path":"/","method":"GET"}"#, "VPC Lattice"),
        (#"{"agent":{},"actionGroup":"g","httpMethod":"GET","apiPath":"/x"}"#, "Bedrock"),
        (#"{"statusCode":200}"#, "what functions reply"),
        ("{}", "unknown shape"), (#"{"requestContext":{}}"#, "unknown shape"),
        (#"{"source":"aws.events","Records":[]}"#, "records without a source"),
        (#"{"source":"aws.events"}"#, "unknown shape"), (#"{"Records":{}}"#, "unknown shape"),
    ])
    func `a shape that is not served is named`(_ event: String, _ name: String) {
        let error = #expect(throws: LambdaError(.unsupportedEvent, "")) { try LambdaEvent(Array(event.utf8)) }
        #expect(error?.message.contains(name) == true)
    }

    @Test func `an error never repeats the event`() {
        let event = #"{"httpMethod":"hush hush","path":"/secret","requestContext":{}}"#
        let error = #expect(throws: LambdaError.self) { try LambdaEvent(Array(event.utf8)) }
        #expect(error.map { "\($0)".contains("hush") || "\($0)".contains("secret") } == false)
    }

    @Test(arguments: EventSamples.all, [1, 2] as [UInt64])
    func `mutated events are taken or refused and never crash`(_ sample: String, _ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let original = Array(sample.utf8)
        let pieces: [[UInt8]] = ["null", "{}", "[]", "\"", "\\", "-1e999", "\\ud800", "true", ":", ","].map {
            Array($0.utf8)
        }
        var outcomes: [String: Int] = [:]
        for _ in 0..<4_000 {
            var bytes = original
            for _ in 0...Int.random(in: 0...3, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                let end = min(bytes.count, at + Int.random(in: 1...12, using: &random))
                switch Int.random(in: 0...4, using: &random) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.removeSubrange(at..<end)
                case 2: bytes.insert(contentsOf: bytes[at..<end], at: at)
                case 3: bytes.replaceSubrange(at..<end, with: pieces[Int.random(in: 0..<pieces.count, using: &random)])
                default: bytes.removeSubrange(at...)
                }
                if bytes.isEmpty { break }
            }
            do {
                _ = try LambdaEvent(bytes)
                outcomes["taken", default: 0] += 1
            } catch {
                outcomes[error.code.rawValue, default: 0] += 1
            }
        }
        #expect(outcomes["taken", default: 0] > 50)
        #expect(outcomes[LambdaError.Code.malformedEvent.rawValue, default: 0] > 500)
        #expect(Set(outcomes.keys).isSubset(of: ["taken", "Runtime.MalformedEvent", "Runtime.UnsupportedEvent"]))
    }
}
