// SPDX-License-Identifier: Apache-2.0

/// Where records come from: `.queue("orders")`, `.stream("clicks")`, `.table("notes")` or `.topic("alerts")`.
///
/// The name is the resource's own, as it stands in its ARN. `Record` is what a handler gets; see
/// ``AppBuilder/onRecords(from:partialFailures:_:)``.
public struct RecordSource<Record: Sendable>: Sendable {
    let key: RecordKey
    let record: @Sendable (RecordContent) -> Record?
}

extension RecordSource where Record == QueueMessage {
    /// The SQS queue of that name; a FIFO queue's ends in `.fifo`.
    public static func queue(_ name: String) -> Self {
        Self(key: RecordKey(.queue, name)) { if case .queue(let message) = $0 { message } else { nil } }
    }
}

extension RecordSource where Record == StreamRecord {
    /// The Kinesis data stream of that name.
    public static func stream(_ name: String) -> Self {
        Self(key: RecordKey(.stream, name)) { if case .stream(let record) = $0 { record } else { nil } }
    }
}

extension RecordSource where Record == TableChange {
    /// The stream of changes of the DynamoDB table of that name.
    public static func table(_ name: String) -> Self {
        Self(key: RecordKey(.table, name)) { if case .table(let change) = $0 { change } else { nil } }
    }
}

extension RecordSource where Record == TopicNotice {
    /// The SNS topic of that name.
    public static func topic(_ name: String) -> Self {
        Self(key: RecordKey(.topic, name)) { if case .topic(let notice) = $0 { notice } else { nil } }
    }
}

/// What becomes of a batch of which some records failed.
public enum PartialFailures: Sendable {
    /// The invocation fails: Lambda delivers the whole batch again, records that were handled included.
    ///
    /// The default, since it loses nothing however the event source is set.
    case failBatch
    /// Lambda is told which records failed, and delivers only those again; of a stream, the first that failed and all behind it.
    ///
    /// **Only for an event source mapping whose `FunctionResponseTypes` hold `ReportBatchItemFailures`.** Without it Lambda takes the reply
    /// for a success, and the failed records are lost.
    case reported
}

/// The kinds of source; the text names one in messages.
package enum RecordKind: String, Sendable {
    /// SQS.
    case queue
    /// Kinesis.
    case stream
    /// DynamoDB streams.
    case table
    /// SNS.
    case topic
}

/// Names one source of records.
package struct RecordKey: Sendable, Hashable {
    /// What it is.
    package let kind: RecordKind
    /// The resource's own name.
    package let name: String

    package init(_ kind: RecordKind, _ name: String) {
        self.kind = kind
        self.name = name
    }
}
