// SPDX-License-Identifier: Apache-2.0

/// A message of an SQS queue.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html>
public struct QueueMessage: Sendable, Withheld {
    /// SQS's id of the message; the same each time it is delivered.
    public let id: String
    /// The name of the queue.
    public let queue: String
    /// What was sent.
    public let body: String
    /// What the sender attached, by name.
    public let attributes: [String: MessageAttribute]
    /// What SQS knows of the message, by SQS's names, such as `SenderId`.
    public let systemAttributes: [String: String]
    /// What the message is known by until it becomes visible again.
    public let receiptHandle: Secret<String>?

    /// A message of the given parts: for tests of handlers, too.
    public init(
        id: String, queue: String, body: String, attributes: [String: MessageAttribute] = [:],
        systemAttributes: [String: String] = [:], receiptHandle: Secret<String>? = nil
    ) {
        self.id = id
        self.queue = queue
        self.body = body
        self.attributes = attributes
        self.systemAttributes = systemAttributes
        self.receiptHandle = receiptHandle
    }

    /// The group that the sender put the message in; `nil` when it named none.
    ///
    /// A FIFO queue keeps the order within a group and every message has one. A standard queue only sees to it that no group waits for
    /// another's backlog (fair queues).
    /// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html>
    public var groupID: String? { systemAttributes["MessageGroupId"] }

    /// How often the message was delivered so far, this time included; `nil` when SQS doesn't say.
    public var receiveCount: Int? { systemAttributes["ApproximateReceiveCount"].flatMap { Int($0) } }

    /// When it was sent; `nil` when SQS doesn't say.
    public var sentAt: Timestamp? {
        systemAttributes["SentTimestamp"].flatMap { Int64($0) }.map(Timestamp.init(milliseconds:))
    }

    /// The body as JSON.
    ///
    /// - Throws: as ``JSONCoding/decode(_:from:)-(_,[UInt8])`` does.
    public func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try JSONCoding.decode(type, from: body)
    }
}

/// What a sender attached to a message.
public struct MessageAttribute: Sendable, Equatable, Withheld {
    /// `String`, `Number` or `Binary`, and what the sender put behind a dot; for a topic's notices `String.Array` as well.
    public let type: String
    /// The value; `nil` for a binary one.
    public let text: String?
    /// The value of a binary one, decoded; `nil` for any other.
    public let bytes: [UInt8]?

    /// An attribute of the given parts.
    public init(type: String, text: String?, bytes: [UInt8]? = nil) {
        self.type = type
        self.text = text
        self.bytes = bytes
    }
}
