// SPDX-License-Identifier: Apache-2.0

import BlocksHTTP

/// Times a piece of work and counts its allocations.
struct Measurement {
    let name: String
    /// Median of the rounds, in nanoseconds an operation.
    let nanoseconds: Double
    /// Allocations an operation.
    let allocations: Double

    private static let rounds = 9

    /// Runs `work` until a round takes a few milliseconds, then nine such rounds.
    init(_ name: String, _ work: () async throws -> Void) async rethrows {
        var repeats = 16
        while true {
            let start = MonotonicInstant.now
            for _ in 0..<repeats { try await work() }
            if start.duration(to: .now) > .milliseconds(5) || repeats > 1 << 20 { break }
            repeats *= 2
        }
        var times: [Double] = []
        let before = Allocations.count
        for _ in 0..<Self.rounds {
            let start = MonotonicInstant.now
            for _ in 0..<repeats { try await work() }
            let spent = start.duration(to: .now)
            times.append(Double(spent.components.attoseconds) / 1e9 / Double(repeats))
        }
        let after = Allocations.count
        self.name = name
        nanoseconds = times.sorted()[Self.rounds / 2]
        allocations = Double(after - before) / Double(Self.rounds * repeats)
    }

    /// One row of the table.
    var row: String {
        "| \(name) | \(Self.tenths(nanoseconds / 1000)) | \(Self.tenths(allocations)) |"
    }

    private static func tenths(_ value: Double) -> String {
        let scaled = Int((value * 10).rounded())
        return "\(scaled / 10).\(scaled % 10)"
    }
}
