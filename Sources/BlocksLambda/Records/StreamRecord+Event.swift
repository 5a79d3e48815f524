// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import BlocksCrypto

/// Records of Kinesis.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html>
extension RecordBatch {
    static func streamRecord(_ view: JSONView) -> ReceivedRecord {
        let arn = view["eventSourceARN"]?.string
        let source = ResourceName.key(.stream, arn)
        let record = view["kinesis"]
        let id = identifier(record, "sequenceNumber")
        let content = content(source) { (stream) throws(LambdaError) in
            guard let record, record.kind == .object else { throw .missing("kinesis") }
            guard let id else { throw .missing("sequenceNumber") }
            guard let encoded = record["data"]?.stringBytes, let data = Base64.decode(encoded) else {
                throw .wrongType("data", "Base64")
            }
            guard let partitionKey = try record.text("partitionKey") else { throw .missing("partitionKey") }
            return .stream(
                StreamRecord(
                    stream: stream, sequenceNumber: id, partitionKey: partitionKey, data: data,
                    arrivedAt: instant(record["approximateArrivalTimestamp"])))
        }
        // An event holds records of one shard.
        return ReceivedRecord(source: source, id: id, lane: arn, content: content)
    }

    /// Seconds since 1970, with or without a fraction; `nil` for anything else.
    static func instant(_ view: JSONView?) -> Timestamp? {
        guard let seconds = view?.double else { return nil }
        return Int64(exactly: (seconds * 1000).rounded()).map(Timestamp.init(milliseconds:))
    }
}
