// SPDX-License-Identifier: Apache-2.0

/// A change of an item of a DynamoDB table.
///
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html>
public struct TableChange: Sendable, Withheld {
    /// What happened to an item.
    public enum Kind: String, Sendable {
        /// It is new.
        case insert = "INSERT"
        /// It was there and is different now.
        case modify = "MODIFY"
        /// It is gone.
        case remove = "REMOVE"
    }

    /// What happened.
    public let kind: Kind
    /// The name of the table.
    public let table: String
    /// The key attributes of the item.
    public let keys: [String: TableValue]
    /// The item as it is now; `nil` when it is gone, or the stream's view doesn't hold it.
    public let newImage: [String: TableValue]?
    /// The item as it was; `nil` when it is new, or the stream's view doesn't hold it.
    public let oldImage: [String: TableValue]?
    /// Its place in the shard; grows from change to change of an item.
    public let sequenceNumber: String
    /// Whether DynamoDB itself removed the item because its time to live was over.
    public let isExpiry: Bool
    /// When it happened, to the second; `nil` when DynamoDB doesn't say.
    public let changedAt: Timestamp?

    /// A change of the given parts: for tests of handlers, too.
    public init(
        _ kind: Kind, table: String, keys: [String: TableValue], newImage: [String: TableValue]? = nil,
        oldImage: [String: TableValue]? = nil, sequenceNumber: String, isExpiry: Bool = false,
        changedAt: Timestamp? = nil
    ) {
        self.kind = kind
        self.table = table
        self.keys = keys
        self.newImage = newImage
        self.oldImage = oldImage
        self.sequenceNumber = sequenceNumber
        self.isExpiry = isExpiry
        self.changedAt = changedAt
    }
}

/// A value in an item of a DynamoDB table.
///
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_AttributeValue.html>
public indirect enum TableValue: Sendable, Equatable {
    /// Text (`S`).
    case string(String)
    /// A number as decimal text (`N`), up to 38 digits.
    case number(String)
    /// Bytes (`B`), decoded.
    case binary([UInt8])
    /// A truth value (`BOOL`).
    case bool(Bool)
    /// Nothing (`NULL`).
    case null
    /// Values in order (`L`).
    case list([TableValue])
    /// Values by name (`M`).
    case map([String: TableValue])
    /// Different texts, in no order (`SS`).
    case stringSet([String])
    /// Different numbers, in no order (`NS`).
    case numberSet([String])
    /// Different byte strings, in no order (`BS`).
    case binarySet([[UInt8]])

    /// The text; `nil` for any other type.
    public var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The number, if it is an integer that fits; `nil` for anything else.
    public var int: Int? {
        if case .number(let digits) = self { Int(digits) } else { nil }
    }
}
