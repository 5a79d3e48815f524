// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Testing

@testable import BlocksLambda

@Suite struct StreamingDoorsTests {
    private func doors(_ value: String?) throws -> StreamingDoors {
        try StreamingDoors(environment: value.map { [StreamingDoors.variable: $0] } ?? [:])
    }

    @Test(arguments: [nil, "", " ", ",", " , "])
    func `without a name no door streams`(_ value: String?) throws {
        #expect(try doors(value) == .none)
    }

    @Test(arguments: ["function-url,rest-api", "REST-API , Function-URL", "rest-api,,function-url,rest-api"])
    func `names come in any order and case`(_ value: String) throws {
        #expect(try doors(value) == doors("function-url,rest-api"))
        #expect(try doors(value) != doors("function-url"))
    }

    @Test(arguments: ["true", "1", "http-api", "alb", "function-url;rest-api", "function-url rest-api"])
    func `anything else is a mistake that names the variable`(_ value: String) {
        let error = #expect(throws: ConfigurationError.self) { try doors(value) }
        #expect(error?.setting == "BLOCKS_RESPONSE_STREAMING")
        #expect(error?.message.contains("'function-url' and 'rest-api'") == true)
    }

    @Test func `pieces are framed as chunks, and the last is followed by none or an error`() {
        var framing = ChunkFraming(head: Array("HEAD\r\n\r\n".utf8))
        #expect(framing.before(26) == Array("HEAD\r\n\r\n1a\r\n".utf8))
        #expect(framing.before(1) == Array("\r\n1\r\n".utf8))
        #expect(framing.end(nil) == Array("\r\n0\r\n\r\n".utf8))
        let error = InvocationError(LambdaError(.handlerFailed, "a \"b\"\n"))
        let text = String(decoding: framing.end(error), as: UTF8.self)
        #expect(text.hasPrefix("\r\n0\r\nLambda-Runtime-Function-Error-Type: Function.HandlerFailed\r\n"))
        #expect(text.hasSuffix("\r\n\r\n"))
        #expect(text.split(separator: "\r\n").count == 3)
    }
}
