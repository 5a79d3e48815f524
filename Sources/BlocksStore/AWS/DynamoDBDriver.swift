// SPDX-License-Identifier: Apache-2.0

public import BlocksAWS
import BlocksCore

/// Entries as items of one DynamoDB table: `pk` (S), `value` (S), and `ttl` (N) where the entry ends.
///
/// A counter's item has its number in `count` (N), which alone can be added to, and a `value` that other readers of the table find to be JSON.
public struct DynamoDBDriver: KVDriver {
    private let client: DynamoDBClient
    private let table: String

    /// A driver of the table named `table`, whose hash key is `pk`.
    public init(_ client: DynamoDBClient, table: String) {
        self.client = client
        self.table = table
    }

    /// The entry of `key`, strongly consistent.
    public func get(_ key: String) async throws(KVStoreError) -> KVItem? {
        do {
            return try Self.entry(try await client.getItem(table: table, key: Self.key(key)))
        } catch let error as AWSError {
            throw KVStoreError(error)
        } catch let error as KVStoreError {
            throw error
        } catch {
            throw .corrupt("The item cannot be read.", underlying: error)
        }
    }

    /// Stores an entry if `condition` holds.
    public func put(_ item: KVItem, if condition: KVCondition?, now: Int64) async throws(KVStoreError) {
        var attributes = Self.key(item.key)
        attributes["value"] = .string(item.value)
        if let expires = item.expires { attributes["ttl"] = .number(String(expires)) }
        do {
            try await client.putItem(
                table: table, item: attributes, condition: condition.map { Self.expression($0, now: now) })
        } catch {
            // A repeated write meets the outcome of its own first attempt: if that is what is stored now, it has succeeded.
            if Self.isOwnDoing(error), try await get(item.key) == item { return }
            throw KVStoreError(error)
        }
    }

    /// Removes an entry if `condition` holds.
    public func delete(_ key: String, if condition: KVCondition?, now: Int64) async throws(KVStoreError) {
        do {
            try await client.deleteItem(
                table: table, key: Self.key(key), condition: condition.map { Self.expression($0, now: now) })
        } catch {
            if Self.isOwnDoing(error), try await get(key) == nil { return }
            throw KVStoreError(error)
        }
    }

    /// Adds to a counter by one `UpdateItem`.
    public func add(
        _ key: String, _ amount: Int64, expires: Int64, now: Int64
    ) async throws(KVStoreError) -> Int64 {
        let update = UpdateExpression(
            "SET #value = :text, #ttl = :ttl ADD #count :amount",
            names: ["#value": "value", "#ttl": "ttl", "#count": "count"],
            values: [
                ":text": .string("0"), ":ttl": .number(String(expires)), ":amount": .number(String(amount)),
            ])
        let changed: DynamoDBClient.Item
        do {
            changed = try await client.updateItem(
                table: table, key: Self.key(key), update: update, mayRepeat: amount > 0)
        } catch {
            throw KVStoreError(error)
        }
        guard let count = changed["count"]?.number.flatMap({ Int64($0) }) else {
            throw .corrupt("The count is no whole number.")
        }
        return count
    }

    /// One page of items, of at most 1 MB; `after` is the key that the page before ended with.
    public func scan(after: String?) async throws(KVStoreError) -> KVPage {
        let page: (items: [DynamoDBClient.Item], lastKey: DynamoDBClient.Item?)
        do {
            page = try await client.scan(table: table, startKey: after.map(Self.key))
        } catch {
            throw KVStoreError(error)
        }
        var items: [KVItem] = []
        for attributes in page.items {
            if let item = try Self.entry(attributes) { items.append(item) }
        }
        return KVPage(items: items, next: page.lastKey?["pk"]?.string)
    }

    private static func key(_ key: String) -> DynamoDBClient.Item { ["pk": .string(key)] }

    private static func entry(_ item: DynamoDBClient.Item?) throws(KVStoreError) -> KVItem? {
        guard let item else { return nil }
        guard let key = item["pk"]?.string, let value = item["value"]?.string else {
            throw .corrupt("An item lacks its text attributes pk and value.")
        }
        return KVItem(
            key: key, value: item["count"]?.number ?? value, expires: item["ttl"]?.number.flatMap(seconds))
    }

    /// Other programs may write fractions; what is no number never ends the entry.
    private static func seconds(_ digits: String) -> Int64? {
        Int64(digits) ?? Double(digits).flatMap { Int64(exactly: $0.rounded(.down)) }
    }

    /// The condition in DynamoDB's terms, with ended items counted as absent (spec K3).
    private static func expression(_ condition: KVCondition, now: Int64) -> ConditionExpression {
        let alive = "(attribute_not_exists(#ttl) OR #ttl > :now)"
        let now = [":now": AttributeValue.number(String(now))]
        return switch condition {
        case .notExists:
            ConditionExpression(
                "attribute_not_exists(#pk) OR #ttl <= :now", names: ["#pk": "pk", "#ttl": "ttl"], values: now)
        case .exists:
            ConditionExpression(
                "attribute_exists(#pk) AND \(alive)", names: ["#pk": "pk", "#ttl": "ttl"], values: now)
        case .valueEquals(let text):
            ConditionExpression(
                "#value = :expected AND \(alive)", names: ["#value": "value", "#ttl": "ttl"],
                values: now.merging([":expected": .string(text)]) { $1 })
        }
    }

    private static func isOwnDoing(_ error: AWSError) -> Bool {
        error.mayHaveTakenEffect && error.name == "ConditionalCheckFailedException"
    }
}

extension KVStoreError {
    /// What an error of DynamoDB means to a store; names without a meaning of their own pass through.
    init(_ error: AWSError) {
        switch error.name {
        case "ConditionalCheckFailedException":
            self = .conditionalCheckFailed(error.message, underlying: error)
        case "ValidationException" where error.message.lowercased().includes("size has exceeded"):
            self = .itemTooLarge(error.message, underlying: error)
        case "TransactionConflictException", "ReplicatedWriteConflictException":
            self = .unavailable(error.message, name: error.name, underlying: error)
        case _ where error.isPassing:
            self = .unavailable(error.message, name: error.name, underlying: error)
        default:
            self.init(code: .other, name: error.name, message: error.message, underlying: error)
        }
    }
}
