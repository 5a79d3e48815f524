// SPDX-License-Identifier: Apache-2.0

/// What to change in a stored item.
///
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html>
public struct UpdateExpression: Sendable, Equatable {
    /// The changes; attribute names stand as `#name`, since many are reserved words (`count`, `ttl` and `value` are), values as `:name`.
    public var expression: String
    /// What each `#name` stands for.
    public var names: [String: String]
    /// What each `:name` stands for.
    public var values: [String: AttributeValue]

    /// An update.
    public init(_ expression: String, names: [String: String], values: [String: AttributeValue]) {
        self.expression = expression
        self.names = names
        self.values = values
    }
}
