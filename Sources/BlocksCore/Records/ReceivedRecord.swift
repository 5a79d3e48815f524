// SPDX-License-Identifier: Apache-2.0

/// One record of an event as it was received, well-formed or not.
package struct ReceivedRecord: Sendable {
    /// Where it comes from; `nil` when it doesn't say, or not in a way that names a resource.
    package let source: RecordKey?
    /// What a partial reply names it by: a message id or a sequence number; `nil` when it has none.
    package let id: String?
    /// What it shares with the records that must be handled in order with it; `nil` when there are none.
    package let lane: String?
    /// What a handler gets, or why there is none to be got.
    package let content: Result<RecordContent, EventError>

    package init(
        source: RecordKey?, id: String?, lane: String? = nil, content: Result<RecordContent, EventError>
    ) {
        self.source = source
        self.id = id
        self.lane = lane
        self.content = content
    }
}

/// What the four kinds of handler get.
package enum RecordContent: Sendable {
    case queue(QueueMessage)
    case stream(StreamRecord)
    case table(TableChange)
    case topic(TopicNotice)
}
