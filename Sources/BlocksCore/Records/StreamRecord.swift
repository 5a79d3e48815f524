// SPDX-License-Identifier: Apache-2.0

/// A record of a Kinesis data stream.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html>
public struct StreamRecord: Sendable, Withheld {
    /// The name of the stream.
    public let stream: String
    /// Its place in the shard; grows from record to record.
    public let sequenceNumber: String
    /// What decided about its shard.
    public let partitionKey: String
    /// What was put into the stream.
    public let data: [UInt8]
    /// When it arrived; `nil` when Kinesis doesn't say.
    public let arrivedAt: Timestamp?

    /// A record of the given parts: for tests of handlers, too.
    public init(
        stream: String, sequenceNumber: String, partitionKey: String, data: [UInt8], arrivedAt: Timestamp? = nil
    ) {
        self.stream = stream
        self.sequenceNumber = sequenceNumber
        self.partitionKey = partitionKey
        self.data = data
        self.arrivedAt = arrivedAt
    }

    /// The data as text; `nil` when it is not UTF-8.
    public var text: String? { String(validating: data, as: UTF8.self) }

    /// The data as JSON.
    ///
    /// - Throws: as ``JSONCoding/decode(_:from:)-(_,[UInt8])`` does.
    public func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try JSONCoding.decode(type, from: data)
    }
}
