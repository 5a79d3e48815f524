// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import TestSupport

/// Requests of every shape that may be signed, the same for the same seed.
struct RandomRequests {
    struct Element {
        let signer: SigV4Signer
        let request: SigV4Request
        let credentials: AWSCredentials
        let date: Timestamp
    }

    private var random: SeededRandom

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
    }

    mutating func next() -> Element {
        let service = pick(["dynamodb", "cognito-idp", "ssm", "execute-api", "s3"])
        var options = SigV4Options()
        if service == "s3" {
            options.normalizesPath = false
            options.encodesPathTwice = false
            options.sendsPayloadHash = true
        }
        // Fifty years of instants, so that the key of a day is often another.
        let date = Timestamp(seconds: Int64.random(in: 1_400_000_000...3_000_000_000, using: &random))
        let token = chance(50) ? String((0..<number(1...900)).map { _ in pick(Array("abcXYZ019+/=")) }) : nil
        let request = SigV4Request(
            method: pick(["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH"]),
            host: pick(["dynamodb.eu-central-1.amazonaws.com", "localhost:8000", "a-b.example.com:8443", "127.0.0.1"]),
            path: path(encodesOnce: service == "s3"), query: query(), headers: headers(),
            payload: (0..<(chance(30) ? 0 : number(1...700))).map { _ in UInt8.random(in: 0...255, using: &random) })
        return Element(
            signer: SigV4Signer(
                service: service, region: pick(["us-east-1", "eu-central-1", "us-gov-west-1"]), options: options),
            request: request,
            credentials: AWSCredentials(
                pick(["AKIDEXAMPLE", "ASIA0123456789ABCDEF"]), pick(["wJalrXUtnFEMI/K7MDENG", "x", "käse+/="]),
                token: token),
            date: date)
    }

    /// Segments of all kinds, dots and empty ones among them, with characters encoded as they are sent.
    private mutating func path(encodesOnce: Bool) -> String {
        if chance(30) { return "/" }
        let characters =
            encodesOnce ? Self.canonical : Self.canonical + ["%", "!", "$", "'", "(", "*", ",", ":", "@", "%2f"]
        let segments = (0..<number(1...6)).map { _ -> String in
            pick(["", ".", "..", "...", text(characters, 1...12), text(characters, 1...12), text(characters, 1...12)])
        }
        let path = "/" + segments.joined(separator: "/") + (chance(30) ? "/" : "")
        // Two slashes at the start would be read as a host by Python's URL parser.
        return path.hasPrefix("//") ? "/x" + path.dropFirst() : path
    }

    /// Pairs as botocore expects them, encoded already: it signs them as they are.
    private mutating func query() -> String {
        if chance(40) { return "" }
        return (0..<number(1...6)).map { _ -> String in
            let name = chance(40) ? pick(["a", "a-b", "a.b", "A", "b"]) : text(Self.canonical, 1...8)
            return chance(15) ? name : "\(name)=\(text(Self.canonical, 0...12))"
        }.joined(separator: "&")
    }

    private mutating func headers() -> [(name: String, value: String)] {
        var headers = (0..<number(0...6)).map { _ in
            (
                name: pick([
                    "Content-Type", "content-type", "X-Amz-Target", "x-custom", "X-CUSTOM", "My-Header1", "User-Agent",
                    "X-Amzn-Trace-Id", "a", "Zz-Top",
                ]),
                value: pick(["", " "]) + text(["a", "b", "  ", " ", "\t", "=", "\"", ",", ";", "é", "✓"], 1...20)
                    + pick(["", "  "])
            )
        }
        // What a first try left behind.
        if chance(10) { headers.append(("X-Amz-Date", "20000101T000000Z")) }
        return headers
    }

    private static let canonical =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~".map(String.init)
        + ["%20", "%2F", "%C3%A9", "%E2%9C%93", "%25", "%3D", "%26", "%2B"]

    private mutating func text(_ characters: [String], _ counts: ClosedRange<Int>) -> String {
        (0..<number(counts)).map { _ in pick(characters) }.joined()
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    private mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }

    private mutating func pick<T>(_ choices: [T]) -> T { choices[number(0...choices.count - 1)] }
}
