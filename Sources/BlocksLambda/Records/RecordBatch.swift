// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// An event of records: of SQS, Kinesis, DynamoDB streams or SNS.
struct RecordBatch {
    let records: [ReceivedRecord]

    /// Recognises the event by the array `Records` with an element of a known source in it; `nil` for anything else.
    ///
    /// An empty one is a batch too, unless the event names a `source` of its own: then it is a member of what another program sends.
    ///
    /// A record that can't be read is one all the same: it will count as failed, and the others are handled.
    init?(_ root: JSONView) {
        guard let list = root["Records"], list.kind == .array else { return nil }
        let isEmptyBatch = list.count == 0 && root.present("source") == nil
        guard isEmptyBatch || list.elements.contains(where: { Origin($0) != nil }) else { return nil }
        var records: [ReceivedRecord] = []
        records.reserveCapacity(list.count)
        for view in list.elements { records.append(Self.record(view)) }
        self.records = records
    }

    /// The services that send records.
    private enum Origin {
        case sqs, kinesis, dynamoDB, sns

        /// SNS alone writes the member with a capital.
        init?(_ record: JSONView) {
            guard let source = record["eventSource"] ?? record["EventSource"] else { return nil }
            if source.stringEquals("aws:sqs") {
                self = .sqs
            } else if source.stringEquals("aws:kinesis") {
                self = .kinesis
            } else if source.stringEquals("aws:dynamodb") {
                self = .dynamoDB
            } else if source.stringEquals("aws:sns") {
                self = .sns
            } else {
                return nil
            }
        }
    }

    private static func record(_ view: JSONView) -> ReceivedRecord {
        switch Origin(view) {
        case .sqs: queueMessage(view)
        case .kinesis: streamRecord(view)
        case .dynamoDB: tableChange(view)
        case .sns: topicNotice(view)
        case nil:
            ReceivedRecord(
                source: nil, id: nil,
                content: .failure(EventError(.unhandled, "a record is of a source that this program does not serve")))
        }
    }

    /// What `read` makes of a record, or why it can't; `source` is what its ARN names.
    static func content(
        _ source: RecordKey?, _ read: (_ name: String) throws(LambdaError) -> RecordContent
    ) -> Result<RecordContent, EventError> {
        guard let source else {
            return .failure(EventError(.malformed, "a record does not name the resource it is of"))
        }
        do throws(LambdaError) {
            return .success(try read(source.name))
        } catch {
            return .failure(EventError(.malformed, error.message))
        }
    }

    /// The member as text that tells something; `nil` when there is none.
    static func identifier(_ view: JSONView?, _ name: StaticString) -> String? {
        guard let text = view?[name]?.string, !text.isEmpty else { return nil }
        return text
    }
}
