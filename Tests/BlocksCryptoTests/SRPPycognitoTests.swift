// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import TestSupport
import Testing

@testable import BlocksCrypto

@Suite(.enabled(if: PythonPeer.interpreter != nil, Comment(rawValue: PythonPeer.howToGet)))
struct `SRP beside pycognito` {
    /// A challenge as `Tests/Scripts/pycognito_srp.py` reads it; numbers in hexadecimal.
    private struct Case: Encodable {
        var kind = "user"
        let realm, name, password, a, B, salt, block: String
        let seconds: Int64
    }

    private struct Answer: Decodable {
        let A, timestamp, signature: String
    }

    @Test func `the proofs of 1,007 users and 53 devices are the same, whatever the numbers look like`() throws {
        var random = SeededRandom(seed: 2027)
        let cases = (0..<1060).map { Self.makeCase(number: $0, &random) }
        let answers = try PythonPeer.answers("pycognito_srp.py", cases, as: Answer.self)
        var forms: Set<String> = []
        for (given, answer) in zip(cases, answers) {
            let client = try SRPClient(privateValue: Hex.decode(given.a) ?? [])
            let challenge = try SRPChallenge(publicValue: given.B, salt: given.salt, secretBlock: given.block)
            let identity =
                given.kind == "device"
                ? SRPIdentity(deviceGroupKey: given.realm, deviceKey: given.name)
                : SRPIdentity(userPoolID: "region_" + given.realm, userID: given.name)
            let timestamp = Timestamp(seconds: given.seconds).srpFormat
            let proof = try client.proof(
                challenge, identity: identity, password: given.password, timestamp: timestamp)
            #expect(client.publicValue == answer.A)
            #expect(timestamp == answer.timestamp)
            #expect(proof == answer.signature)
            try forms.formUnion(Self.forms(of: given, client, challenge, identity))
        }
        // Every number was met in every form that padding tells apart.
        let numbers = ["A", "B", "salt", "u", "S"]
        #expect(forms == Set(numbers.flatMap { ["\($0) high", "\($0) low", "\($0) odd", "\($0) short"] }))
    }

    private struct Registration: Encodable {
        let kind = "verifier"
        let realm, name, random: String
        let seconds = 0
    }

    private struct Registered: Decodable {
        let password, salt, verifier: String
    }

    @Test func `a device registers with the same values`() throws {
        var random = SeededRandom(seed: 2028)
        let cases = (0..<200).map { number in
            Registration(
                realm: "-group\(number)", name: "eu-west-1_\(number)",
                random: Base64.encode(Self.bytes(40, number, &random)))
        }
        for (given, answer) in zip(cases, try PythonPeer.answers("pycognito_srp.py", cases, as: Registered.self)) {
            let bytes = Base64.decode(given.random) ?? []
            let source = SecureRandom { count in Array(bytes.prefix(count)) }
            let password = try SRPVerifier.devicePassword(random: source)
            let identity = SRPIdentity(deviceGroupKey: given.realm, deviceKey: given.name)
            let verifier = try SRPVerifier(identity: identity, password: password, random: source)
            #expect(password == answer.password)
            #expect(try verifier.deviceSalt == answer.salt)
            #expect(try verifier.devicePasswordVerifier == answer.verifier)
        }
    }
}

extension `SRP beside pycognito` {
    /// A challenge whose numbers are of any length up to the group's, each fourth one with another kind of first byte.
    private static func makeCase(number: Int, _ random: inout SeededRandom) -> Case {
        // A small private value gives a public one of any length, for 2^a is not reduced.
        let a =
            switch number % 4 {
            case 0: [UInt8(number / 4 % 12), .random(in: 1...255, using: &random)]
            case 1: bytes(128, 0, &random)
            default: bytes(32, 0, &random)
            }
        let lengths = [384, 384, 383, Int.random(in: 1...384, using: &random)]
        return Case(
            kind: number % 20 == 5 ? "device" : "user", realm: realm(&random),
            name: text(1...60, &random),
            password: text(0...40, &random), a: Hex.encode(a),
            B: hex(bytes(lengths[number / 3 % 4], number, &random)),
            salt: hex(bytes(Int.random(in: 1...20, using: &random), number / 2, &random)),
            block: Base64.encode(bytes(Int.random(in: 1...1200, using: &random), 0, &random)),
            seconds: Int64.random(in: 0...4_102_444_800, using: &random))
    }

    private static func bytes(_ count: Int, _ form: Int, _ random: inout SeededRandom) -> [UInt8] {
        var bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
        let ranges = [0x80...0xFE, 0x10...0x7F, 0x08...0x0F, 0x01...0x07] as [ClosedRange<UInt8>]
        bytes[0] = .random(in: ranges[form % 4], using: &random)
        return bytes
    }

    /// As Cognito writes numbers: without leading zeros, so that an odd count of digits is usual.
    private static func hex(_ bytes: [UInt8]) -> String {
        let text = Hex.encode(bytes)
        return text.hasPrefix("0") ? String(text.dropFirst()) : text
    }

    /// A pool's name or a group's key; pycognito takes an underscore in it for the end of the name.
    private static func realm(_ random: inout SeededRandom) -> String {
        String(text(1...12, &random).map { $0 == "_" ? "-" : $0 })
    }

    private static func text(_ length: ClosedRange<Int>, _ random: inout SeededRandom) -> String {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-+@._:!\"\\ éß漢🙂")
        return String(
            (0..<Int.random(in: length, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? "a"
            })
    }

    /// The form of each number of an exchange.
    private static func forms(
        of given: Case, _ client: SRPClient, _ challenge: SRPChallenge, _ identity: SRPIdentity
    ) throws -> [String] {
        let server = try challenge.publicNumber()
        let scrambler = try SRPMath.scrambler(
            client: BigNumber(hex: client.publicValue, maximumDigits: 768), server: server)
        let secret = try SRPMath.clientSecret(
            server: server, exponent: BigNumber(hex: given.a, maximumDigits: 256), scrambler: scrambler,
            passwordExponent: SRPMath.passwordExponent(
                salt: challenge.saltNumber(), identity: identity, password: given.password))
        return [
            ("A", client.publicValue, 768), ("B", server.hex, 768), ("salt", challenge.salt, 40),
            ("u", scrambler.hex, 64), ("S", secret.hex, 768),
        ].flatMap { name, text, digits in
            let isHigh = text.utf8.count.isMultiple(of: 2) && text.utf8.first.map { $0 >= UInt8(ascii: "8") } == true
            return [
                "\(name) \(isHigh ? "high" : text.utf8.count.isMultiple(of: 2) ? "low" : "odd")",
                text.utf8.count <= digits - 2 ? "\(name) short" : nil,
            ].compactMap { $0 }
        }
    }
}
