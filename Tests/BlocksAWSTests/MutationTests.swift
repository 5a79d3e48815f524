// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import TestSupport
import Testing

@testable import BlocksAWS

/// Seeded mutations of what comes from outside: nothing traps, and what is accepted has its properties.
@Suite struct MutationTests {
    private static let rounds = 2000

    /// `text` with up to four bytes replaced, removed, doubled or cut off behind.
    private func mutations(of text: String, seed: UInt64) -> some Sequence<[UInt8]> {
        var random = SeededRandom(seed: seed)
        return (0..<Self.rounds).lazy.map { _ in
            var bytes = Array(text.utf8)
            for _ in 0...Int.random(in: 0..<4, using: &random) {
                guard let index = bytes.indices.randomElement(using: &random) else { break }
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &random)
                case 1: bytes.remove(at: index)
                case 2: bytes.insert(bytes[index], at: index)
                default: bytes.removeSubrange(index...)
                }
            }
            return bytes
        }
    }

    @Test(arguments: [
        #"{"Item":{"pk":{"S":"k"},"value":{"S":"{\"a\":1}"},"ttl":{"N":"17"}}}"#,
        #"{"__type":"com.amazonaws.dynamodb.v20120810#ValidationException","message":"m"}"#,
    ])
    func `an answer of DynamoDB is an item, nothing, or an error`(_ answer: String) async throws {
        for (number, body) in mutations(of: answer, seed: 1).enumerated() {
            let response = InboundResponse(status: number % 2 == 0 ? 200 : 400, body: body)
            let client = try DynamoDBClient(
                Surroundings(RecordingTransport(response, response, response)).configuration)
            do throws(AWSError) {
                let item = try await client.getItem(table: "t", key: ["pk": .string("k")])
                #expect(item == nil || number % 2 == 0)
            } catch {
                #expect(!error.name.isEmpty && error.name.utf8.count <= 128)
            }
        }
    }

    @Test func `an answer of Cognito is tokens, a challenge, or an error`() async throws {
        let answer =
            #"{"ChallengeName":"SMS_MFA","Session":"s","ChallengeParameters":{"A":"1"},"AuthenticationResult":{"ExpiresIn":1}}"#
        for body in mutations(of: answer, seed: 2) {
            let response = InboundResponse(status: 200, body: body)
            let cognito = try ScriptedCognito([.success(response)])
            do throws(AWSError) {
                let output = try await cognito.client.initiateAuth(InitiateAuthInput(flow: .userAuth, parameters: [:]))
                if case .challenge(let challenge) = output { #expect(!challenge.name.rawValue.isEmpty) }
            } catch {
                #expect(error.kind == .malformedResponse)
            }
        }
    }

    @Test func `a credentials file is read as far as it goes`() {
        let file = "[default]\naws_access_key_id = A ; c\n  x = y\r\n[b]\n# z\nK=V\n"
        for bytes in mutations(of: file, seed: 3) {
            for (name, value) in INIFile(String(decoding: bytes, as: UTF8.self)).sections.values.joined() {
                #expect(name == name.lowercased() && !name.isEmpty && !value.isEmpty)
                #expect(value.first?.isWhitespace == false && value.last?.isWhitespace == false)
            }
        }
    }

    @Test func `a date lies within the years it can name, or is none`() {
        let years = Timestamp(seconds: 0)...Timestamp(seconds: 253_402_300_800)
        for bytes in mutations(of: "Sun, 06 Nov 1994 08:49:37 GMT", seed: 4) {
            guard let date = HTTPDate.parse(String(decoding: bytes, as: UTF8.self)) else { continue }
            #expect(years.contains(date))
        }
    }

    @Test func `an endpoint that is accepted is a plain URL`() {
        for bytes in mutations(of: "https://user.example:443/path/x", seed: 5) {
            let text = String(decoding: bytes, as: UTF8.self)
            guard let endpoint = try? AWSEndpoint(.ssm, region: "r", environment: ["AWS_ENDPOINT_URL": text]),
                endpoint.isOverride
            else { continue }
            #expect(endpoint.base.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "@") })
            #expect(!endpoint.host.isEmpty && !endpoint.host.contains("/") && !endpoint.path.hasSuffix("/"))
        }
    }
}
