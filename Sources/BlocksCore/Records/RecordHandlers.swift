// SPDX-License-Identifier: Apache-2.0

import Logging

/// The handlers that an application registered for records, by source.
package struct RecordHandlers: Sendable {
    struct Handler: Sendable {
        let partialFailures: PartialFailures
        let body: @Sendable (RecordContent) async throws -> Void
    }

    private var handlers: [RecordKey: Handler] = [:]

    /// Adds a handler; the answer is what is wrong with that, `nil` when nothing is.
    mutating func add(_ handler: Handler, for key: RecordKey) -> String? {
        let (kind, name) = (key.kind.rawValue, key.name)
        // A full ARN never matches: its records would all be without a handler.
        guard !name.isEmpty, !name.utf8.contains(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "/") }) else {
            return "The \(kind) '\(name)' of records must be named as at the end of its ARN, not by the whole of it."
        }
        if key.kind == .topic, handler.partialFailures == .reported {
            return "The topic '\(name)' can't have partial failures reported: SNS delivers each notice on its own."
        }
        guard handlers.updateValue(handler, forKey: key) == nil else {
            return "Two handlers are registered for records of the \(kind) '\(name)'. Let one do the work of both."
        }
        return nil
    }

    /// Whether failures of records from `source` may be reported one by one.
    func reportsFailures(of source: RecordKey?) -> Bool {
        source.flatMap { handlers[$0] }?.partialFailures == .reported
    }

    /// Has one record handled; returns why it was not.
    func handle(_ record: ReceivedRecord, logger: Logger) async -> EventError? {
        var logger = logger
        if let id = record.id { logger[metadataKey: LogKey.recordID] = .string(id) }
        if let source = record.source { logger[metadataKey: LogKey.resource] = .string(source.name) }
        let failure: EventError
        switch record.content {
        case .failure(let error): failure = error
        case .success(let content):
            guard let source = record.source, let handler = handlers[source] else {
                failure = Self.unhandled(record.source)
                break
            }
            do {
                try await withLogger(logger) { _ in try await handler.body(content) }
                return nil
            } catch {
                return EventError(error, of: "a record", logger: logger)
            }
        }
        logger.error("a record is not handled: \(failure.message)")
        return failure
    }

    private static func unhandled(_ source: RecordKey?) -> EventError {
        EventError(.unhandled, "no handler is registered for records of this \(source?.kind.rawValue ?? "source")")
    }
}

extension AppBuilder {
    /// Has `handler` called for each record of `source`; each source has one handler at most.
    ///
    /// A record for which the handler throws was not handled: Lambda delivers it again, with all others of its batch unless
    /// `partialFailures` says that the event source takes them one by one. Either way a handler may see a record twice.
    ///
    /// - Messages of a standard queue and notices of a topic are handled side by side, ten at a time.
    /// - Messages of a FIFO queue are handled one after the other within their group. Behind one that failed, the rest of the group stays
    ///   untouched and counts as failed.
    /// - Records of a stream and changes of a table are handled one after the other, up to the first that fails.
    ///
    /// `Logger.current` carries the request and the record. Handlers are cancelled a second before the function's own timeout.
    public func onRecords<Record>(
        from source: RecordSource<Record>, partialFailures: PartialFailures = .failBatch,
        _ handler: @escaping @Sendable (Record) async throws -> Void
    ) {
        let record = source.record
        register(
            RecordHandlers.Handler(partialFailures: partialFailures) { content in
                // A key's kind decides about the content, so the record is always there.
                if let record = record(content) { try await handler(record) }
            }, for: source.key)
    }
}
