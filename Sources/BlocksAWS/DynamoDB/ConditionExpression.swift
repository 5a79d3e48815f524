// SPDX-License-Identifier: Apache-2.0

/// What must hold of the stored item for a write to happen.
///
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html>
public struct ConditionExpression: Sendable, Equatable {
    /// The condition; attribute names stand as `#name`, since many are reserved words (`ttl` and `value` are), values as `:name`.
    public var expression: String
    /// What each `#name` stands for.
    public var names: [String: String]
    /// What each `:name` stands for.
    public var values: [String: AttributeValue]

    /// A condition.
    public init(_ expression: String, names: [String: String], values: [String: AttributeValue] = [:]) {
        self.expression = expression
        self.names = names
        self.values = values
    }
}
