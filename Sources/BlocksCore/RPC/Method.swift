// SPDX-License-Identifier: Apache-2.0

/// One typed method of an `ApiNamespace`.
///
///     Method("greet", "name") { (_, name: String) in Greeting(message: "Hello, \(name)!") }
///
/// Arguments are decoded from positional or named `params`; parameters of an optional type may be left out.
public struct Method: Sendable {
    /// The name after the namespace's dot.
    public let name: String
    /// The declared parameter names, in order.
    public let parameters: [String]
    /// What is wrong with the declaration; `nil` when nothing is.
    let mistake: String?
    /// Decodes the arguments, runs the handler and returns its result as JSON text.
    let invoke: @Sendable (RPCArguments, BlocksContext) async throws -> [UInt8]

    /// A method with a result.
    ///
    /// `parameters` names the handler's parameters after the context, in order; a different count is reported at start.
    public init<each Argument: Decodable & Sendable, Result: Encodable & SendableMetatype>(
        _ name: String, _ parameters: String...,
        handler: @escaping @Sendable (BlocksContext, repeat each Argument) async throws -> Result
    ) {
        self.init(name, parameters, count: Self.count(repeat (each Argument).self)) { arguments, context in
            var binder = ArgumentBinder(arguments, parameters)
            let result = try await handler(context, repeat try binder.next((each Argument).self))
            return try JSONCoding.encode(result)
        }
    }

    /// A method without a result: it answers `null`.
    public init<each Argument: Decodable & Sendable>(
        _ name: String, _ parameters: String...,
        handler: @escaping @Sendable (BlocksContext, repeat each Argument) async throws -> Void
    ) {
        self.init(name, parameters, count: Self.count(repeat (each Argument).self)) { arguments, context in
            var binder = ArgumentBinder(arguments, parameters)
            try await handler(context, repeat try binder.next((each Argument).self))
            return Array("null".utf8)
        }
    }

    private init(
        _ name: String, _ parameters: [String], count: Int,
        invoke: @escaping @Sendable (RPCArguments, BlocksContext) async throws -> [UInt8]
    ) {
        self.name = name
        self.parameters = parameters
        self.invoke = invoke
        if name.isEmpty {
            mistake = "a method needs a name"
        } else if parameters.count != count {
            mistake =
                "method '\(name)' names \(parameters.count) parameters, "
                + "but its handler takes \(count) after the context"
        } else if Set(parameters).count != parameters.count {
            mistake = "method '\(name)' names a parameter twice"
        } else {
            mistake = nil
        }
    }

    private static func count<each Argument>(_ types: repeat (each Argument).Type) -> Int {
        var count = 0
        for _ in repeat each types { count += 1 }
        return count
    }
}

/// Hands out the arguments of a call one after the other.
private struct ArgumentBinder {
    private let arguments: RPCArguments
    private let names: [String]
    private var index = 0

    init(_ arguments: RPCArguments, _ names: [String]) {
        self.arguments = arguments
        self.names = names
    }

    mutating func next<Value: Decodable>(_ type: Value.Type) throws(RPCError) -> Value {
        defer { index += 1 }
        return try arguments.decode(type, at: index, of: names)
    }
}
