// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksLambda
import Foundation

/// Does the runs and counts what became of them.
struct FuzzWorker {
    private let options: Options
    private let state: RunNumber
    private let mutator = EventMutator()
    private let target: FuzzTarget

    init(_ options: Options, state: RunNumber) throws {
        self.options = options
        self.state = state
        target = try FuzzTarget()
    }

    func work() async throws {
        var outcomes: [String: Int] = [:]
        let clock = ContinuousClock()
        let start = clock.now
        var slowest = (run: options.from, time: Duration.zero)
        for run in options.from..<(options.from &+ options.runs) {
            state.value = run
            if run == options.crash { fatalError("a crash, as asked for") }
            let input = mutator.input(seed: options.seed, run: run)
            let began = clock.now
            switch await target.outcome(of: input) {
            case .answered(let kind): outcomes[kind, default: 0] += 1
            case .refused(let code): outcomes[code.rawValue, default: 0] += 1
            case .wrong(let what):
                print("run \(run): \(what)")
                fflush(nil)
                exit(1)
            }
            let time = began.duration(to: clock.now)
            if time > slowest.time { slowest = (run, time) }
            let done = run &- options.from &+ 1
            if done.isMultiple(of: 100_000), done < options.runs { report(done, start.duration(to: clock.now)) }
        }
        report(options.runs, start.duration(to: clock.now))
        for (outcome, count) in outcomes.sorted(by: { $0.value > $1.value }) { print("    \(count) × \(outcome)") }
        print("    the slowest was run \(slowest.run) with \(Self.milliseconds(slowest.time)) ms")
    }

    private func report(_ runs: UInt64, _ time: Duration) {
        let milliseconds = max(1, Self.milliseconds(time))
        print("\(runs) runs of seed \(options.seed), \(runs &* 1_000 / UInt64(milliseconds)) a second")
        fflush(nil)
    }

    private static func milliseconds(_ time: Duration) -> Int64 {
        time.components.seconds * 1_000 + time.components.attoseconds / 1_000_000_000_000_000
    }
}
