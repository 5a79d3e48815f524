// SPDX-License-Identifier: Apache-2.0

import BlocksCrypto
import TestSupport
import Testing

@testable import BlocksAuthCognito
@testable import BlocksCore

/// The clock tells known from unknown names no better than the bytes do: 200 pairs, one after the other, on the local pool through the
/// handler, with passwords hashed as slowly as a hash that was left out would show.
@Suite(.serialized) struct AnswerTimeTests {
    /// A call whose time is taken, after the one that prepares it.
    struct Row: Sendable, CustomTestStringConvertible {
        let what: String
        var flow = AuthFlowType.userPasswordAuth
        var earlier: String?
        let call: String

        var testDescription: String { what }
    }

    static let rows = [
        Row(what: "a wrong password", call: #"api.signIn ["{name}","Wr0ngPass!"]"#),
        Row(what: "a wrong password, proved", flow: .userSRPAuth, call: #"api.signIn ["{name}","Wr0ngPass!"]"#),
        Row(
            what: "a wrong password by choice", flow: .userAuth,
            call: #"api.signIn ["{name}","Wr0ngPass!",{"preferredChallenge":"PASSWORD"}]"#),
        Row(what: "a choice of factors", flow: .userAuth, call: #"api.signIn ["{name}",""]"#),
        Row(what: "a request for a new password", call: #"api.resetPassword ["{name}"]"#),
        Row(
            what: "a wrong code for a new password", earlier: #"api.resetPassword ["{name}"]"#,
            call: #"api.confirmResetPassword ["{name}","12345","N3wPassw0rd!"]"#),
        Row(what: "another code of a sign-up", call: #"api.resendSignUpCode ["{name}"]"#),
        Row(what: "a wrong code of a sign-up", call: #"api.confirmSignUp ["{name}","12345"]"#),
    ]

    static let pairs = 200
    /// As many rounds as one hash of about 30 ms takes on this machine: several times the difference that would be found.
    static let iterations: Int = {
        let rounds = 20_000
        let times = (0..<5).map { _ in
            ContinuousClock().measure {
                _ = try? PBKDF2.sha256(password: [1], salt: [2], iterations: rounds, count: 32)
            }
        }
        let fastest = max(times.min() ?? .milliseconds(1), .milliseconds(1))
        return Int(Double(rounds) * (Duration.milliseconds(30) / fastest))
    }()
    /// In milliseconds.
    static let limit = 5.0

    @Test(arguments: rows) func `medians of known and unknown names are less than 5 ms apart`(row: Row) async throws {
        let bed = try StormBed(.init(authFlowType: row.flow, admin: .init()), passwordIterations: Self.iterations)
        try await Population.settle(bed)
        var gap = Double.infinity
        // On a busy machine one round may be off; a difference that is there is there each time.
        for _ in 1...3 where gap >= Self.limit {
            var (known, unknown): ([Double], [Double]) = ([], [])
            for pair in 0..<Self.pairs {
                // Counts of wrong tries and pending challenges are forgotten.
                bed.clock.advance(seconds: 25 * 3600)
                let first = pair.isMultiple(of: 2)
                for isKnown in [first, !first] {
                    let time = try await Self.time(row, isKnown ? Population.known : Population.unknown, bed)
                    if isKnown { known.append(time) } else { unknown.append(time) }
                }
            }
            gap = abs(Self.quantile(known, 0.5) - Self.quantile(unknown, 0.5))
            print(
                "times in ms, \(row.what): known median \(Self.shown(known, 0.5)) p90 \(Self.shown(known, 0.9)), "
                    + "unknown median \(Self.shown(unknown, 0.5)) p90 \(Self.shown(unknown, 0.9))")
        }
        #expect(gap < Self.limit)
    }

    @Test func `a hash that is left out would show`() async throws {
        let bed = try StormBed(.init(admin: .init()), passwordIterations: Self.iterations)
        try await Population.settle(bed)
        let client = StormBed.Client(bed)
        for _ in 1...5 { _ = try await client.call("api.signIn", #"["alice","Wr0ngPass!"]"#) }
        var (hashed, locked): ([Double], [Double]) = ([], [])
        for _ in 0..<20 {
            // The name is locked: nothing is hashed.
            locked.append(try await Self.time(Self.rows[0], Population.known, bed))
            bed.clock.advance(seconds: 25 * 3600)
            hashed.append(try await Self.time(Self.rows[0], Population.known, bed))
            for _ in 1...5 { _ = try await client.call("api.signIn", #"["alice","Wr0ngPass!"]"#) }
        }
        #expect(Self.quantile(hashed, 0.5) - Self.quantile(locked, 0.5) >= Self.limit)
    }

    private static func time(_ row: Row, _ name: String, _ bed: StormBed) async throws -> Double {
        let client = StormBed.Client(bed)
        if let earlier = row.earlier { _ = try await send(earlier, name, client) }
        let start = ContinuousClock.now
        let answer = try await send(row.call, name, client)
        let time = start.duration(to: .now)
        #expect(answer.status == 200)
        return Double(time.components.seconds) * 1e3 + Double(time.components.attoseconds) / 1e15
    }

    private static func send(_ call: String, _ name: String, _ client: StormBed.Client) async throws -> StormBed.Answer
    {
        let parts = call.split(separator: " ", maxSplits: 1).map(String.init)
        return try await client.call(parts[0], parts[1].replacing("{name}", with: name))
    }

    private static func quantile(_ times: [Double], _ part: Double) -> Double {
        let sorted = times.sorted()
        return sorted.isEmpty ? .infinity : sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))]
    }

    private static func shown(_ times: [Double], _ part: Double) -> String {
        let microseconds = Int(quantile(times, part) * 1000)
        return "\(microseconds / 1000).\(String(microseconds % 1000 + 1000).dropFirst())"
    }
}
