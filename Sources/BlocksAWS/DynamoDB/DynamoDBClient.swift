// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

/// The operations of Amazon DynamoDB that stores need.
///
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/>. Every operation throws ``AWSError``; the names that matter are
/// `ConditionalCheckFailedException` and `ValidationException`.
public struct DynamoDBClient: Sendable {
    /// An item or a key: values by attribute name.
    public typealias Item = [String: AttributeValue]

    private let client: AWSClient

    /// A client for the tables of the configured region.
    ///
    /// Throws `ConfigurationError` when region or credentials are missing or the endpoint override is no URL.
    public init(_ configuration: AWSConfiguration) throws(ConfigurationError) {
        client = try AWSClient(signing: .dynamoDB, configuration: configuration)
    }

    /// The item of `key`, strongly consistent; `nil` when there is none.
    public func getItem(table: String, key: Item) async throws(AWSError) -> Item? {
        let answer = try await client.call(.idempotent("GetItem")) { input in
            input.member("TableName", table)
            input.member("Key", key)
            input.key("ConsistentRead")
            input.bool(true)
        }
        return answer["Item"].map(Self.item)
    }

    /// Stores a whole item in place of one with the same key, if `condition` holds.
    public func putItem(table: String, item: Item, condition: ConditionExpression?) async throws(AWSError) {
        _ = try await client.call(.idempotent("PutItem")) { input in
            input.member("TableName", table)
            input.member("Item", item)
            input.members(of: condition)
        }
    }

    /// Removes the item of `key`, if `condition` holds; there need not be one.
    public func deleteItem(table: String, key: Item, condition: ConditionExpression?) async throws(AWSError) {
        _ = try await client.call(.idempotent("DeleteItem")) { input in
            input.member("TableName", table)
            input.member("Key", key)
            input.members(of: condition)
        }
    }

    /// Changes attributes of the item of `key`, which need not exist, and returns all of it as it is now.
    ///
    /// `mayRepeat` says whether doing it twice is acceptable: otherwise it is not tried again once it may have taken effect.
    public func updateItem(
        table: String, key: Item, update: UpdateExpression, mayRepeat: Bool
    ) async throws(AWSError) -> Item {
        let answer = try await client.call(mayRepeat ? .idempotent("UpdateItem") : .once("UpdateItem")) { input in
            input.member("TableName", table)
            input.member("Key", key)
            input.member("UpdateExpression", update.expression)
            input.members(names: update.names, values: update.values)
            input.member("ReturnValues", "ALL_NEW")
        }
        return answer["Attributes"].map(Self.item) ?? [:]
    }

    /// One page of the table's items, and the key to pass as `startKey` for the next page; that is `nil` after the last.
    public func scan(table: String, startKey: Item?) async throws(AWSError) -> (items: [Item], lastKey: Item?) {
        let answer = try await client.call(.idempotent("Scan")) { input in
            input.member("TableName", table)
            if let startKey { input.member("ExclusiveStartKey", startKey) }
        }
        return (answer["Items"]?.elements.map(Self.item) ?? [], answer["LastEvaluatedKey"].map(Self.item))
    }

    private static func item(_ view: JSONView) -> Item {
        var item: Item = [:]
        for member in view.members { item[member.key] = AttributeValue(member.value) }
        return item
    }
}

extension JSONWriter {
    /// Writes a string member.
    mutating func member(_ name: StaticString, _ value: String) {
        key(name)
        string(value)
    }

    /// Writes a member that holds attribute values by name, in order of the names.
    fileprivate mutating func member(_ name: StaticString, _ item: DynamoDBClient.Item) {
        key(name)
        beginObject()
        for (name, value) in item.sorted(by: { $0.key < $1.key }) {
            key(name)
            value.write(to: &self)
        }
        endObject()
    }

    /// Writes the members of a condition, if there is one.
    fileprivate mutating func members(of condition: ConditionExpression?) {
        guard let condition else { return }
        member("ConditionExpression", condition.expression)
        members(names: condition.names, values: condition.values)
    }

    /// Writes what the `#name` and `:value` of an expression stand for.
    fileprivate mutating func members(names: [String: String], values: DynamoDBClient.Item) {
        key("ExpressionAttributeNames")
        beginObject()
        for (name, attribute) in names.sorted(by: { $0.key < $1.key }) {
            key(name)
            string(attribute)
        }
        endObject()
        if !values.isEmpty { member("ExpressionAttributeValues", values) }
    }
}
