// SPDX-License-Identifier: Apache-2.0

import BlocksHTTP
import TestSupport

@testable import BlocksLambda

/// The runtime against a scripted Runtime API until it gives up.
struct RuntimeRun {
    let error: LambdaError
    let log: String

    static func serve(
        _ api: ScriptedRuntimeAPI, prefix: String = "", _ fixture: HandlerFixture? = nil, workers: Int? = nil
    ) async throws -> RuntimeRun {
        let fixture = try fixture ?? HandlerFixture()
        let environment = workers.map { ["AWS_LAMBDA_MAX_CONCURRENCY": String($0)] } ?? [:]
        return try await serve(api, prefix: prefix, on: fixture.loop, environment) { _ in fixture.handler }
    }

    static func serve(
        _ api: ScriptedRuntimeAPI, prefix: String = "", on loop: CurlLoop? = nil, _ environment: [String: String] = [:],
        abandon: @escaping @Sendable (LambdaError) -> Void = { _ in },
        _ makeHandler: @escaping @Sendable (CurlLoop) async throws -> LambdaHandler
    ) async throws -> RuntimeRun {
        defer { api.stop() }
        let loop = try loop ?? CurlLoop.onOwnThread()
        let log = CapturedLog()
        let start = LambdaStart(arguments: [], environment: environment, logger: log.logger, makeHandler: makeHandler)
        let address = try RuntimeAPIAddress(parsing: api.address + prefix)
        let error = await withTaskExecutorPreference(loop) {
            await LambdaRuntime.serve(address, start, InFlight(slots: 64), on: loop, abandon: abandon)
        }
        return RuntimeRun(error: error, log: log.text)
    }
}
