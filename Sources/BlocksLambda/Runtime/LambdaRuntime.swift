// SPDX-License-Identifier: Apache-2.0

import BlocksHTTP
import Glibc
import Logging

/// The process that Lambda starts: initialise, then take one event after the other, forever.
///
/// `main` is synchronous and its thread is the event loop: the runtime, the handler and every call to AWS run on it as ordinary
/// `async` code. An asynchronous `main` would end the main thread with `pthread_exit`, whose unwinder costs a static executable
/// five milliseconds and more.
public enum LambdaRuntime {
    /// Runs `start`, then events through the handler it returns; never returns.
    ///
    /// What `start` throws is reported to Lambda as an init error, with its type and message, and ends the process with status 1; there
    /// is no fallback. So does a Runtime API that is gone or answers nonsense. `SIGTERM` ends the process with status 0.
    public static func run(_ start: LambdaStart) -> Never {
        if start.arguments.contains(where: { $0 == "--help" || $0 == "-h" }) { LambdaUsage.help() }
        signal(SIGTERM) { _ in _exit(0) }
        signal(SIGPIPE, SIG_IGN)
        let address: RuntimeAPIAddress
        do {
            address = try RuntimeAPIAddress(parsing: start.environment[RuntimeAPIAddress.environmentName] ?? "")
        } catch {
            LambdaUsage.explain(error, start.environment)
        }
        let logger = start.logger
        do {
            let loop = try CurlLoop()
            let failure = loop.run { loop in
                let client = RuntimeAPIClient(to: address, on: loop)
                return await serve(client, start, on: loop)
            }
            logger.critical("\(failure)")
        } catch {
            logger.critical("\(error)")
        }
        exit(1)
    }

    /// Returns why the process must end.
    static func serve(_ client: RuntimeAPIClient, _ start: LambdaStart, on loop: CurlLoop) async -> LambdaError {
        let handler: LambdaHandler
        do {
            handler = try await start.makeHandler(loop)
        } catch {
            return await giveUp(client, InvocationError(starting: error))
        }
        do throws(LambdaError) {
            while true {
                let invocation = try await client.next()
                try await answer(invocation, client, handler, start.logger)
            }
        } catch {
            return error
        }
    }

    private static func answer(
        _ invocation: Invocation, _ client: RuntimeAPIClient, _ handler: LambdaHandler, _ logger: Logger
    ) async throws(LambdaError) {
        var isAnswered = false
        do {
            try await handler.handle(invocation.event, invocation: invocation) { reply in
                isAnswered = true
                let outcome = try await client.respond(to: invocation.requestID, with: reply)
                note(outcome, of: invocation, logger)
            }
        } catch {
            if isAnswered {
                // Whatever became of the reply, the invocation is over; a service that is gone shows in the next call.
                logger.error(
                    "the reply was not delivered: \(error)", metadata: ["requestId": "\(invocation.requestID)"])
                return
            }
            logger.error("\(error)", metadata: ["requestId": "\(invocation.requestID)"])
            note(try await client.fail(invocation.requestID, with: InvocationError(error)), of: invocation, logger)
        }
    }

    private static func note(_ outcome: RuntimeAPIClient.Outcome, of invocation: Invocation, _ logger: Logger) {
        guard case .refused(let status) = outcome else { return }
        logger.error(
            "the Runtime API refused the answer with status \(status)",
            metadata: ["requestId": "\(invocation.requestID)"])
    }

    private static func giveUp(_ client: RuntimeAPIClient, _ error: InvocationError) async -> LambdaError {
        do {
            _ = try await client.failInit(with: error)
        } catch {
            return error
        }
        return LambdaError(.initialisation, "\(error.type): \(error.message)")
    }
}
