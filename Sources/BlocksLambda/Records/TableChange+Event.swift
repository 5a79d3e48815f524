// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto

/// Records of DynamoDB streams.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html>
extension RecordBatch {
    static func tableChange(_ view: JSONView) -> ReceivedRecord {
        let arn = view["eventSourceARN"]?.string
        let source = ResourceName.key(.table, arn)
        let record = view["dynamodb"]
        let id = identifier(record, "SequenceNumber")
        let content = content(source) { (table) throws(LambdaError) in
            guard let record, record.kind == .object else { throw .missing("dynamodb") }
            guard let id else { throw .missing("SequenceNumber") }
            guard let kind = view["eventName"]?.string.flatMap(TableChange.Kind.init) else {
                throw .wrongType("eventName", "INSERT, MODIFY or REMOVE")
            }
            guard let keys = try image(record, "Keys") else { throw .missing("Keys") }
            let user = view["userIdentity"]
            return .table(
                TableChange(
                    kind, table: table, keys: keys, newImage: try image(record, "NewImage"),
                    oldImage: try image(record, "OldImage"), sequenceNumber: id,
                    isExpiry: kind == .remove && user?["principalId"]?.stringEquals("dynamodb.amazonaws.com") == true,
                    changedAt: instant(record["ApproximateCreationDateTime"])))
        }
        // An event holds records of one shard.
        return ReceivedRecord(source: source, id: id, lane: arn, content: content)
    }

    private static func image(_ record: JSONView, _ name: StaticString) throws(LambdaError) -> [String: TableValue]? {
        try record.object(name).map { view throws(LambdaError) in try values(view) }
    }

    private static func values(_ view: JSONView) throws(LambdaError) -> [String: TableValue] {
        var values: [String: TableValue] = [:]
        for (key, value) in view.members { values[key] = try tableValue(value) }
        return values
    }

    /// Reads `{"S":"text"}` and its like; the depth is the document's, which is bounded.
    private static func tableValue(_ view: JSONView) throws(LambdaError) -> TableValue {
        guard view.count == 1, let (type, value) = view.members.first(where: { _ in true }) else { throw untyped }
        switch (type, value.kind) {
        case ("S", .string): return .string(value.string ?? "")
        case ("N", .string): return .number(value.string ?? "")
        case ("B", .string): return .binary(try bytes(value))
        case ("BOOL", .bool): return .bool(value.bool == true)
        case ("NULL", .bool): return .null
        case ("M", .object): return .map(try values(value))
        case ("L", .array):
            var list: [TableValue] = []
            for element in value.elements { list.append(try tableValue(element)) }
            return .list(list)
        case ("SS", .array): return .stringSet(try texts(value))
        case ("NS", .array): return .numberSet(try texts(value))
        case ("BS", .array):
            var set: [[UInt8]] = []
            for element in value.elements { set.append(try bytes(element)) }
            return .binarySet(set)
        default: throw untyped
        }
    }

    private static func bytes(_ view: JSONView) throws(LambdaError) -> [UInt8] {
        guard let encoded = view.stringBytes, let bytes = Base64.decode(encoded) else { throw untyped }
        return bytes
    }

    private static func texts(_ view: JSONView) throws(LambdaError) -> [String] {
        var texts: [String] = []
        for element in view.elements {
            guard let text = element.string else { throw untyped }
            texts.append(text)
        }
        return texts
    }

    private static var untyped: LambdaError { .wrongType("dynamodb", "made of typed values") }
}
