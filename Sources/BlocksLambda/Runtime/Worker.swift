// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Logging

/// Takes one invocation after the other over a connection of its own; nothing of one survives into the next.
struct Worker {
    let client: RuntimeAPIClient
    let handler: LambdaHandler
    let logger: Logger
    /// Where a crash finds the id of the invocation under way.
    let inFlight: InFlight.Slot
    /// `nil` when other workers serve in the same process: there is one environment for all of them.
    let trace: TraceVariable?

    /// Serves until the Runtime API is gone or answers nonsense; returns which it was.
    func run() async -> LambdaError {
        var lastID = ""
        do throws(LambdaError) {
            while true {
                let invocation = try await client.next()
                if invocation.requestID == lastID {
                    note("the Runtime API handed the invocation out again", invocation)
                }
                lastID = invocation.requestID
                await answer(invocation)
            }
        } catch {
            return error
        }
    }

    private func answer(_ invocation: Invocation) async {
        let correlation = invocation.correlation
        trace?.set(correlation.trace)
        inFlight.hold(invocation.requestID)
        defer { inFlight.clear() }
        var isAnswered = false
        do {
            try await Correlation.$current.withValue(correlation) {
                try await handler.handle(invocation.event, invocation: invocation) { reply in
                    isAnswered = true
                    note(try await client.respond(to: invocation.requestID, with: reply), of: invocation)
                } stream: { reply in
                    isAnswered = true
                    note(try await client.stream(reply, to: invocation), of: invocation)
                }
            }
        } catch {
            // Whatever became of the reply, the invocation is over; a service that is gone shows in the next call.
            if isAnswered { return note("the reply was not delivered: \(error)", invocation) }
            note("\(error)", invocation)
            do throws(LambdaError) {
                note(try await client.fail(invocation.requestID, with: InvocationError(error)), of: invocation)
            } catch {
                note("the error was not delivered: \(error)", invocation)
            }
        }
    }

    private func note(_ outcome: RuntimeAPIClient.Outcome, of invocation: Invocation) {
        guard case .refused(let status) = outcome else { return }
        note("the Runtime API refused the answer with status \(status)", invocation)
    }

    private func note(_ text: String, _ invocation: Invocation) {
        logger.error("\(text)", metadata: [LogKey.requestID: .string(invocation.requestID)])
    }
}
