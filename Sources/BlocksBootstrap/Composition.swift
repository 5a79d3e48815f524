// SPDX-License-Identifier: Apache-2.0

public import BlocksCore
import BlocksCrypto
import BlocksHTTP
public import BlocksLambda
import BlocksStore
import Logging

extension LambdaRuntime {
    /// Serves `app` as an AWS Lambda function: the whole of a `bootstrap` program's `main`.
    ///
    /// The application stands on AWS alone. A setting that is missing is an init error that names it, and the process ends with
    /// status 1: there is no local fallback in this program.
    public static func run<App: BlocksApp & SendableMetatype>(_ app: App.Type) -> Never {
        let process = Environment.ofThisProcess()
        let logger = Logger(label: "blocks", environment: process.variables)
        run(
            LambdaStart(arguments: process.arguments, environment: process.variables, logger: logger) { loop in
                let transport = CurlTransport(loop: loop, trust: TrustRoots(environment: process.variables))
                let environment = try await RuntimeConfiguration.added(
                    to: process.variables, transport: transport, clock: .system, logger: logger
                ) { try await loop.sleep(for: $0) }
                let platform = Platform.onAWS(
                    environment: environment, logger: logger, transport: transport, loop: loop)
                let application = try BlocksApplication(app, platform: platform)
                return LambdaHandler(
                    application: application, platform: platform, executor: loop,
                    streams: try StreamingDoors(environment: environment)
                ) { try await loop.sleep(for: $0) }
            })
    }
}

extension Platform {
    /// The platform of a deployed function: AWS's services over one transport on the process's one loop.
    static func onAWS(
        environment: [String: String], logger: Logger, transport: CurlTransport, loop: CurlLoop
    ) -> Platform {
        var platform = Platform(environment: environment, logger: logger, isLocal: false)
        platform.provide(SecureRandom.system)
        AWSServices.provide(into: &platform, transport: transport) { try await loop.sleep(for: $0) }
        return platform
    }
}
