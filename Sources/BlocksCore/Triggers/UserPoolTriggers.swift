// SPDX-License-Identifier: Apache-2.0

public import Logging

/// The handlers that an application registered for the triggers of its user pool.
///
/// A function that serves several pools tells them apart by ``TriggerEvent/userPoolID``.
public struct UserPoolTriggers: Sendable {
    private var handlers: [TriggerName: any TriggerHandling] = [:]

    /// No handlers.
    public init() {}

    /// Whether a handler answers the trigger.
    public func isHandled(_ name: TriggerName) -> Bool { handlers[name] != nil }

    /// Adds a handler; `false`, and nothing done, when the trigger has one.
    mutating func add<Kind: UserPoolTriggerKind>(_ handler: TriggerHandler<Kind>) -> Bool {
        guard handlers[Kind.name] == nil else { return false }
        handlers[Kind.name] = handler
        return true
    }

    /// The handler's answer to `event`; `nil` when the application has no handler.
    ///
    /// Throws `refused` or `failed`; what is behind a failure goes to `logger` only.
    public func answer<Kind: UserPoolTriggerKind>(
        to event: TriggerEvent<Kind>, logger: Logger
    ) async throws(TriggerError) -> Kind.Response? {
        guard let handler = handlers[Kind.name] as? TriggerHandler<Kind> else { return nil }
        do {
            return Kind.response(try await handler.body(event))
        } catch {
            throw Self.failure(error, source: event.source, logger)
        }
    }

    /// The event with the handler's answer in it, as Cognito wants it back.
    ///
    /// Throws ``TriggerError`` with any of its codes; what is behind a failure goes to `logger` only.
    public func reply(to event: UserPoolEvent, logger: Logger) async throws(TriggerError) -> [UInt8] {
        guard let name = event.trigger, let handler = handlers[name] else { throw .unhandled(event.source) }
        do {
            return try await handler.reply(to: event)
        } catch {
            throw Self.failure(error, source: event.source, logger)
        }
    }

    /// What may be told of `error`: an `ApiError`'s message, else a fixed text.
    private static func failure(_ error: any Error, source: String, _ logger: Logger) -> TriggerError {
        if let error = error as? TriggerError { return error }
        if let refusal = error as? ApiError {
            if let cause = refusal.cause { log(cause, as: refusal.name, source, logger) }
            return TriggerError(.refused, refusal.message)
        }
        log(error, as: "InternalError", source, logger)
        return TriggerError(.failed, "the handler of the trigger failed")
    }

    private static func log(_ error: any Error, as name: String, _ source: String, _ logger: Logger) {
        logger.error(
            "\(name) in the trigger \(source)",
            metadata: [
                LogKey.operation: .string(source), LogKey.errorName: .string(name),
                LogKey.error: .string(String(reflecting: error)),
            ])
    }
}

/// A handler whatever its trigger.
private protocol TriggerHandling: Sendable {
    func reply(to event: UserPoolEvent) async throws -> [UInt8]
}

/// The handler of one trigger.
struct TriggerHandler<Kind: UserPoolTriggerKind>: TriggerHandling {
    let body: @Sendable (TriggerEvent<Kind>) async throws -> Kind.Answer

    func reply(to event: UserPoolEvent) async throws -> [UInt8] {
        try event.reply(Kind.response(await body(TriggerEvent(event))))
    }
}

extension AppBuilder {
    /// Answers a trigger of the user pool with `handler`; each trigger has one handler at most.
    ///
    /// The handler returns the event's own `response` with what it wants changed, or nothing where the trigger asks nothing. What it
    /// throws refuses the operation: an `ApiError`'s message is shown to the user (“PreSignUp failed with error …”), for anything else
    /// a fixed text is. Cognito waits five seconds, and asks up to three times.
    public func onTrigger<Kind: UserPoolTriggerKind>(
        _ trigger: UserPoolTrigger<Kind>,
        _ handler: @escaping @Sendable (TriggerEvent<Kind>) async throws -> Kind.Answer
    ) {
        register(TriggerHandler(body: handler))
    }
}
