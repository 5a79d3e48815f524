// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Foundation
import TestSupport
import Testing

@testable import BlocksAWS

@Suite(
    .enabled(
        if: PythonPeer.interpreter != nil, Comment(rawValue: PythonPeer.howToGet)))
struct `SigV4 beside botocore` {
    /// A request as `Tests/Scripts/botocore_sign.py` reads it.
    private struct Case: Encodable {
        let id, secret: String
        let token: String?
        let service, region, date, method, host, path, query: String
        let headers: [[String]]
        let payload: Data
    }

    /// What the script answers.
    private struct Answer: Decodable {
        let canonical, text, authorization: String
    }

    @Test func `1,500 random requests are signed alike, at every stage`() throws {
        var random = RandomRequests(seed: 2026)
        let requests = (0..<1500).map { _ in random.next() }
        let answers = try PythonPeer.answers("botocore_sign.py", requests.map(Self.encodable), as: Answer.self)
        for (given, answer) in zip(requests, answers) {
            let stages = given.signer.stages(given.request, credentials: given.credentials, at: given.date)
            let canonical = stages.canonicalRequest.text.withExposed { String(decoding: $0, as: UTF8.self) }
            #expect(canonical == answer.canonical)
            #expect(String(decoding: stages.stringToSign.text, as: UTF8.self) == answer.text)
            #expect(stages.headers.last?.value == answer.authorization)
        }
    }

    private static func encodable(_ given: RandomRequests.Element) -> Case {
        let request = given.request
        return Case(
            id: given.credentials.accessKeyID, secret: given.credentials.secretAccessKey.withExposed { $0 },
            token: given.credentials.sessionToken?.withExposed { $0 }, service: given.signer.service,
            region: given.signer.region, date: given.date.basicFormat, method: request.method, host: request.host,
            path: request.path, query: request.query, headers: request.headers.map { [$0.name, $0.value] },
            payload: Data(request.payload))
    }
}
