// SPDX-License-Identifier: Apache-2.0

package import Logging

/// An invocation by another program of the same system: an event whose `source` begins with `blocks.`.
package struct DirectEvent: Sendable {
    /// Who asks, such as `blocks.jobs`.
    package let source: String
    /// What is asked: the event's `jobName`, else its `id`, else the source again.
    package let name: String
    /// What the handler's input is read from: the event's `payload`, else the whole event.
    package let input: JSONView

    package init(source: String, name: String, input: JSONView) {
        self.source = source
        self.name = name
        self.input = input
    }
}

/// The handlers that an application registered for direct invocations.
package struct InvocationHandlers: Sendable {
    typealias Handler = @Sendable (JSONView) async throws -> [UInt8]

    private struct Key: Hashable {
        let source: String
        let name: String
    }

    private var handlers: [Key: Handler] = [:]

    /// Adds a handler; the answer is what is wrong with that, `nil` when nothing is.
    mutating func add(_ handler: @escaping Handler, source: String, name: String) -> String? {
        guard source.utf8.count > 7, source.utf8.starts(with: "blocks.".utf8), !name.isEmpty else {
            return
                "The source '\(source)' of invocations must begin with 'blocks.', and what they ask must have a name."
        }
        guard handlers.updateValue(handler, forKey: Key(source: source, name: name)) == nil else {
            return "Two handlers are registered for the invocation '\(name)' of '\(source)'. Give each its own name."
        }
        return nil
    }

    /// What the handler returns, as JSON.
    ///
    /// Throws `unhandled`, `malformed` for an input that doesn't fit, and what becomes of an error of the handler.
    package func reply(to event: DirectEvent, logger: Logger) async throws(EventError) -> [UInt8] {
        var logger = logger
        logger[metadataKey: LogKey.operation] = .string("\(event.source):\(event.name)")
        guard let handler = handlers[Key(source: event.source, name: event.name)] else {
            logger.error("no handler is registered for an invocation")
            throw EventError(.unhandled, "no handler is registered for this invocation")
        }
        do {
            return try await withLogger(logger) { _ in try await handler(event.input) }
        } catch let error as EventError {
            logger.error("\(error.message)")
            throw error
        } catch {
            throw EventError(error, of: "an invocation", logger: logger)
        }
    }

    static func read<Input: Decodable>(_ type: Input.Type, from view: JSONView) throws -> Input {
        do {
            return try view.decode(type)
        } catch let error as DecodingError {
            Logger.current.error(
                "the input of an invocation does not fit", metadata: [LogKey.error: .string(String(reflecting: error))])
            throw EventError(.malformed, "the input of the invocation does not fit its handler")
        }
    }
}

extension AppBuilder {
    /// Answers direct invocations `name` of `source` with what `handler` returns.
    ///
    /// The function is invoked with `{"source":"blocks.jobs","jobName":"cleanup","payload":…}`; `id` may stand in place of `jobName`, and
    /// without either the source is the name. The handler's input is the `payload`, or the whole event where there is none. What it throws
    /// fails the invocation: an `ApiError` with its message, anything else with a fixed one.
    public func onInvocation<Input: Decodable & Sendable, Output: Encodable & SendableMetatype>(
        _ source: String, _ name: String? = nil, _ handler: @escaping @Sendable (Input) async throws -> Output
    ) {
        register(invocation: source, name ?? source) { view in
            try JSONCoding.encode(try await handler(InvocationHandlers.read(Input.self, from: view)))
        }
    }

    /// Has `handler` called for direct invocations `name` of `source`, which are answered with `null`.
    ///
    /// The input and the errors are those of a handler with a result.
    public func onInvocation<Input: Decodable & Sendable>(
        _ source: String, _ name: String? = nil, _ handler: @escaping @Sendable (Input) async throws -> Void
    ) {
        register(invocation: source, name ?? source) { view in
            try await handler(InvocationHandlers.read(Input.self, from: view))
            return Array("null".utf8)
        }
    }
}
