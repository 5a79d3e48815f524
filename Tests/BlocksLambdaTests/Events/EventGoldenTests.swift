// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto
import HTTPTypes
import TestSupport
import Testing

@testable import BlocksLambda

/// What becomes of every recorded event: `Golden/lambda-events.txt` has a line for each, and for requests what the router sees.
@Suite(.needsVectors("lambda-events")) struct EventGoldenTests {
    @Test func `every recorded event is what the golden file says`() throws {
        let files = try Vectors.entries("lambda-events").filter { $0.hasSuffix(".json") }
        #expect(files.count == 145)
        var lines: [String] = []
        for file in files {
            let name = file.dropFirst("example-".count).dropLast(".json".count)
            let (kind, details) = describe(Array(try Vectors.data("lambda-events/\(file)")))
            lines.append("\(name) | \(kind)")
            lines += details.map { "    \($0)" }
        }
        try Golden("Golden/lambda-events.txt").check(lines)
    }

    private func describe(_ bytes: [UInt8]) -> (kind: String, details: [String]) {
        do {
            switch try LambdaEvent(bytes) {
            case .http(let event): return ("request of \(event.frontDoor), \(event.shape)", describe(event.request))
            case .userPool(let event): return ("trigger \(event.source)", [])
            case .records(let batch): return ("records", batch.records.map(describe))
            case .webSocket(let call):
                let (event, request) = (call.event, call.request)
                return (
                    "WebSocket \(call.phase) \(event.routeKey) \(event.connectionID)",
                    ["from \(request.clientIP ?? "nobody"), query \(request.rawQuery), \(event.body.count) bytes"]
                        + request.headerList.map { "\($0.name): \(shortened($0.value))" }
                )
            case .bus(let event): return ("event \(event.detailType) of \(event.source)", [])
            case .direct(let event): return ("invocation \(event.name) of \(event.source)", [])
            }
        } catch {
            let refusal = "this program does not serve "
            guard error.message.hasPrefix(refusal) else { return ("\(error)", []) }
            return ("not served: \(error.message.dropFirst(refusal.count))", [])
        }
    }

    private func describe(_ record: ReceivedRecord) -> String {
        var text = record.source.map { "\($0.kind) \($0.name)" } ?? "nothing"
        if case .failure(let error) = record.content { text += ", unreadable: \(error)" }
        return "\(record.id ?? "no id") of \(text)"
    }

    private func describe(_ request: BlocksRequest) -> [String] {
        [
            "\(request.method.rawValue) \(request.path)?\(request.rawQuery)",
            "\(request.url)",
            "from \(request.clientIP ?? "nobody"), cookies \(request.cookieHeader ?? "none"), \(request.body.count) bytes",
        ] + request.headerList.map { "\($0.name): \(shortened($0.value))" }
    }

    /// Long values as their length and the beginning of their digest.
    private func shortened(_ value: String) -> String {
        guard value.utf8.count > 60 else { return value }
        return "(\(value.utf8.count) bytes, \(Hex.encode(SHA256.hash(Array(value.utf8))).prefix(12)))"
    }
}
