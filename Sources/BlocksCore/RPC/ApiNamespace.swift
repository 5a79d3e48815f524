// SPDX-License-Identifier: Apache-2.0

/// A set of methods that clients call as `exportedName.method`.
///
/// Arguments and results are never logged: they hold passwords and codes.
public struct ApiNamespace: Sendable {
    /// The namespace's own full id; it never reaches the wire.
    public let fullID: String
    /// The methods in order of declaration.
    public let methods: [Method]

    /// A namespace `id` below `scope` of the given methods.
    public init(_ scope: Scope, _ id: String, @NamespaceBuilder _ methods: () -> [Method]) {
        self.fullID = "\(scope.fullID)-\(id)"
        self.methods = methods()
    }

    /// A namespace that a block makes after its scope is gone; `fullID` is the block's own.
    public init(fullID: String, @NamespaceBuilder _ methods: () -> [Method]) {
        self.fullID = fullID
        self.methods = methods()
    }

    /// What is wrong with the declared methods.
    var mistakes: [String] {
        var seen: Set<String> = []
        return methods.compactMap { method in
            method.mistake ?? (seen.insert(method.name).inserted ? nil : "two methods are named '\(method.name)'")
        }
    }
}

/// Lets a namespace list its methods one a line.
@resultBuilder
public enum NamespaceBuilder {
    /// One method.
    public static func buildExpression(_ method: Method) -> [Method] { [method] }

    /// Several methods made elsewhere.
    public static func buildExpression(_ methods: [Method]) -> [Method] { methods }

    /// All of them, in order.
    public static func buildBlock(_ methods: [Method]...) -> [Method] { methods.flatMap(\.self) }

    /// Methods under an `if` without `else`.
    public static func buildOptional(_ methods: [Method]?) -> [Method] { methods ?? [] }

    /// Methods of the first branch of an `if`.
    public static func buildEither(first methods: [Method]) -> [Method] { methods }

    /// Methods of the second branch of an `if`.
    public static func buildEither(second methods: [Method]) -> [Method] { methods }
}
