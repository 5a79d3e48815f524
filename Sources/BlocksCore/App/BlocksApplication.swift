// SPDX-License-Identifier: Apache-2.0

import Logging

/// The frozen application: what was declared, checked and ready to answer requests.
public struct BlocksApplication: Sendable {
    /// What clients can call: exported names with their namespaces, in order of declaration.
    public let namespaces: [(name: String, namespace: ApiNamespace)]
    /// What answers the triggers of the user pool.
    public let triggers: UserPoolTriggers
    /// What handles records.
    package let records: RecordHandlers
    /// What handles events of EventBridge and schedules.
    package let bus: BusHandlers
    /// What handles direct invocations.
    package let invocations: InvocationHandlers
    let webSockets: WebSocketHandlers
    /// What runs beside the first requests of a process.
    package let preparations: [@Sendable () async -> Void]
    let cors: CORSPolicy
    let refusedOrigins = RefusedOrigins()
    private let dispatcher: Dispatcher

    /// Builds `app` on `platform`.
    ///
    /// Throws one `ConfigurationError` that lists every mistake of the declaration.
    public init(_ app: (some BlocksApp).Type, platform: Platform) throws(ConfigurationError) {
        try self.init(platform: platform, build: app.build)
    }

    /// Builds the application that `build` declares on `platform`.
    ///
    /// Throws one `ConfigurationError` that lists every mistake of the declaration.
    public init(platform: Platform, build: (AppBuilder) throws -> Void) throws(ConfigurationError) {
        let builder = AppBuilder(platform: platform)
        do {
            try build(builder)
        } catch let error as ConfigurationError {
            throw Self.summary(builder.mistakes + [error.message], setting: error.setting, kind: error.kind)
        } catch {
            // The message goes to whoever invokes the function; what an app's own error says may be anything.
            platform.logger.critical("build(_:) failed", metadata: [LogKey.error: .string(String(reflecting: error))])
            throw Self.summary(
                builder.mistakes + ["build(_:) threw \(type(of: error)); the log has the details."], setting: nil)
        }
        guard builder.mistakes.isEmpty else { throw Self.summary(builder.mistakes, setting: nil) }
        let cors = CORSPolicy(environment: platform.environment)
        for warning in cors.warnings { platform.logger.warning("\(warning)") }
        namespaces = builder.namespaces
        triggers = builder.triggers
        records = builder.records
        bus = builder.bus
        invocations = builder.invocations
        webSockets = builder.webSockets
        preparations = builder.preparations
        self.cors = cors
        var routes = builder.routes
        for route in BuiltInRoutes.all(on: platform) where !routes.contains(route) { try routes.add(route) }
        dispatcher = Dispatcher(
            cors: cors, routes: routes, rpc: RPCDispatcher(builder.namespaces), refusedOrigins: refusedOrigins)
    }

    /// The answer to the request of `context`; every error has become an answer.
    ///
    /// A streaming route answers through `stream`, and what is returned then is of no use; ``ReplyStream/hasBegun`` tells. `nil` collects
    /// its pieces.
    public func respond(to context: BlocksContext, through stream: (any ReplyStream)? = nil) async -> BlocksReply {
        await dispatcher.respond(to: context, through: stream)
    }

    /// The answer to `request` when the application's own answer is larger than the front door takes.
    public func oversizedReply(to request: BlocksRequest) -> BlocksReply {
        dispatcher.oversizedReply(to: request)
    }

    /// The answer to the request of `context` when its deadline has passed before the application answered.
    ///
    /// It carries the cookies that the application has set so far.
    public func timeoutReply(to context: BlocksContext) -> BlocksReply {
        dispatcher.timeoutReply(to: context)
    }

    private static func summary(
        _ mistakes: [String], setting: String?, kind: ConfigurationError.Kind = .setting
    ) -> ConfigurationError {
        guard mistakes.count > 1 else { return ConfigurationError(mistakes.first ?? "", setting: setting, kind: kind) }
        return ConfigurationError(
            "The application has \(mistakes.count) mistakes:\n" + mistakes.map { "- \($0)" }.joined(separator: "\n"),
            setting: setting)
    }
}
