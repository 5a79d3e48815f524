// SPDX-License-Identifier: Apache-2.0

package import Logging

/// The handlers that an application registered for events of EventBridge and for schedules.
package struct BusHandlers: Sendable {
    typealias Handler = @Sendable (BusEvent) async throws -> Void

    enum Key: Hashable {
        case schedule(String)
        case event(source: String, detailType: String?)
    }

    private var handlers: [Key: Handler] = [:]

    /// Adds a handler; the answer is what is wrong with that, `nil` when nothing is.
    mutating func add(_ handler: @escaping Handler, for key: Key) -> String? {
        let what: String
        switch key {
        case .schedule(let name):
            guard Self.isName(name) else {
                return "The schedule '\(name)' must be named as at the end of its ARN, not by the whole of it."
            }
            what = "the schedule '\(name)'"
        case .event(let source, let type):
            guard !source.isEmpty, type?.isEmpty != true else {
                return "Events of a bus are told apart by a source and a detail type that are not empty."
            }
            what = type.map { "events '\($0)' of '\(source)'" } ?? "events of '\(source)'"
        }
        guard handlers.updateValue(handler, forKey: key) == nil else {
            return "Two handlers are registered for \(what). Let one do the work of both."
        }
        return nil
    }

    /// Has `event` handled: as its schedule's, else by source and detail type, else by the source alone.
    ///
    /// Throws `unhandled`, and what becomes of an error of the handler.
    package func handle(_ event: BusEvent, logger: Logger) async throws(EventError) {
        var logger = logger
        logger[metadataKey: LogKey.recordID] = .string(event.id)
        logger[metadataKey: LogKey.resource] = .string(event.schedule ?? "\(event.source) \(event.detailType)")
        let handler =
            event.schedule.flatMap { handlers[.schedule($0)] }
            ?? handlers[.event(source: event.source, detailType: event.detailType)]
            ?? handlers[.event(source: event.source, detailType: nil)]
        guard let handler else {
            logger.error("no handler is registered for an event of EventBridge")
            throw EventError(
                .unhandled,
                "no handler is registered for this \(event.schedule == nil ? "event of EventBridge" : "schedule")")
        }
        do {
            try await withLogger(logger) { _ in try await handler(event) }
        } catch {
            throw EventError(error, of: "an event", logger: logger)
        }
    }

    private static func isName(_ name: String) -> Bool {
        !name.isEmpty && !name.utf8.contains { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "/") }
    }
}

extension AppBuilder {
    /// Has `handler` called by the schedule `name`: an EventBridge rule, or a schedule of EventBridge Scheduler, of any group.
    ///
    /// A handler that throws fails the invocation: Lambda asks twice more, at intervals. `Logger.current` carries the request; handlers are
    /// cancelled a second before the function's own timeout.
    public func onSchedule(_ name: String, _ handler: @escaping @Sendable (ScheduledEvent) async throws -> Void) {
        register(bus: .schedule(name)) { try await handler(ScheduledEvent(name: name, event: $0)) }
    }

    /// Has `handler` called for events of an EventBridge bus that come from `source` and tell `detailType`, `nil` for all others of it.
    ///
    /// Errors, log and deadline are as for ``onSchedule(_:_:)``.
    public func onEvent(
        source: String, detailType: String? = nil, _ handler: @escaping @Sendable (BusEvent) async throws -> Void
    ) {
        register(bus: .event(source: source, detailType: detailType), handler)
    }
}
