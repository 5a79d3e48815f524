// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksHTTP
import Glibc
import Logging

/// The process that Lambda starts: initialise, then take one event after the other, forever.
///
/// On a Managed Instance, which sets `AWS_LAMBDA_MAX_CONCURRENCY`, that many workers do so at the same time on the one loop.
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
        let inFlight = CrashReporter.install(slots: WorkerCount.maximum)
        let logger = start.logger
        do {
            let loop = try CurlLoop()
            let failure = loop.run { loop in
                await serve(address, start, inFlight, on: loop) { failure in
                    // What the other workers have under way can't be answered any more, and they may hold on to it.
                    logger.critical("\(failure)")
                    exit(1)
                }
            }
            logger.critical("\(failure)")
        } catch {
            logger.critical("\(error)")
        }
        exit(1)
    }

    /// Returns why the process must end, once every worker has ended; `abandon` is told as soon as the first of several has.
    static func serve(
        _ address: RuntimeAPIAddress, _ start: LambdaStart, _ inFlight: InFlight, on loop: CurlLoop,
        abandon: @Sendable (LambdaError) -> Void = { _ in }
    ) async -> LambdaError {
        let (workers, handler): (Int, LambdaHandler)
        do {
            workers = try WorkerCount(start.environment).value
            handler = try await start.makeHandler(loop)
        } catch {
            if !(error is ConfigurationError), !(error is LambdaError) {
                start.logger.critical("the start failed", metadata: [LogKey.error: "\(String(reflecting: error))"])
            }
            return await giveUp(RuntimeAPIClient(to: address, on: loop), InvocationError(starting: error))
        }
        let preparations = handler.application.preparations
        guard !preparations.isEmpty else {
            return await work(workers, address, start, handler, inFlight, on: loop, abandon: abandon)
        }
        return await withTaskGroup(of: Void.self) { group in
            for preparation in preparations {
                group.addTask(executorPreference: loop) {
                    await preparation()
                }
            }
            let failure = await work(workers, address, start, handler, inFlight, on: loop, abandon: abandon)
            group.cancelAll()
            return failure
        }
    }

    /// Takes events, with `workers` at a time.
    private static func work(
        _ workers: Int, _ address: RuntimeAPIAddress, _ start: LambdaStart, _ handler: LambdaHandler,
        _ inFlight: InFlight, on loop: CurlLoop, abandon: @Sendable (LambdaError) -> Void
    ) async -> LambdaError {
        guard workers > 1 else {
            let client = RuntimeAPIClient(to: address, on: loop)
            return await Worker(
                client: client, handler: handler, logger: start.logger, inFlight: inFlight[0], trace: TraceVariable()
            ).run()
        }
        return await withTaskGroup { group in
            for number in 0..<workers {
                group.addTask(executorPreference: loop) {
                    await Worker(
                        client: RuntimeAPIClient(to: address, on: loop), handler: handler, logger: start.logger,
                        inFlight: inFlight[number], trace: nil
                    ).run()
                }
            }
            let first = await group.next() ?? LambdaError(.connection, "no worker was started")
            abandon(first)
            return first
        }
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
