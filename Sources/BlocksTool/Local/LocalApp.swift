// SPDX-License-Identifier: Apache-2.0

package import BlocksCore
import BlocksCrypto
import BlocksLambda
package import BlocksLocal
import Foundation
package import Logging

/// An application on the embedded user pool and file stores, behind the handler that runs on Lambda.
package struct LocalApp: Sendable {
    private let handler: LambdaHandler
    private let outbox: CodeOutbox
    /// What clients can call: exported names, their methods, the methods' parameters.
    let namespaces: [(name: String, namespace: ApiNamespace)]

    /// Builds `app` on the folder `dataDirectory`, which is made if it is absent.
    ///
    /// Throws when the declaration has mistakes or the folder can't be used.
    package init(
        _ app: (some BlocksApp).Type, dataDirectory: String, clock: WallClock = .system, environment: [String: String],
        logger: Logger, onCode: (@Sendable (IssuedCode) -> Void)? = nil
    ) throws {
        try self.init(
            dataDirectory: dataDirectory, clock: clock, environment: environment, logger: logger, onCode: onCode
        ) { _ in app.build }
    }

    /// Builds the application that `declare` makes of the codes' outbox; for apps that show the codes themselves.
    package init(
        dataDirectory: String, clock: WallClock = .system, environment: [String: String], logger: Logger,
        onCode: (@Sendable (IssuedCode) -> Void)? = nil,
        declare: (CodeOutbox) -> (AppBuilder) throws -> Void
    ) throws {
        let local = try LocalPlatform(
            dataDirectory: dataDirectory, clock: clock, random: .system, logger: logger, environment: environment,
            onCode: onCode)
        let application = try BlocksApplication(platform: local.platform, build: declare(local.outbox))
        local.use(application.triggers)
        handler = LambdaHandler(application: application, platform: local.platform) { try await Task.sleep(for: $0) }
        outbox = local.outbox
        namespaces = application.namespaces
    }

    /// The handler's reply to an event, both as JSON text.
    func reply(to event: [UInt8]) async throws -> [UInt8] {
        try await handler.reply(to: event, requestID: UUID().uuidString.lowercased(), deadline: nil)
    }

    /// The newest code that `username` would have received; `nil` when there is none.
    func newestCode(for username: String) -> String? {
        outbox.newest(for: username)?.code
    }
}
