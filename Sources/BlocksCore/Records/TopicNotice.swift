// SPDX-License-Identifier: Apache-2.0

/// A notification of an SNS topic.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html>
public struct TopicNotice: Sendable, Withheld {
    /// SNS's id of the message; the same each time it is delivered.
    public let id: String
    /// The name of the topic.
    public let topic: String
    /// What was published about, such as the subject of an e-mail; `nil` when the publisher gave none.
    public let subject: String?
    /// What was published.
    public let message: String
    /// What the publisher attached, by name.
    public let attributes: [String: MessageAttribute]
    /// When it was published, ISO 8601 in UTC; `nil` when SNS doesn't say.
    public let publishedAt: String?

    /// A notice of the given parts: for tests of handlers, too.
    public init(
        id: String, topic: String, subject: String? = nil, message: String,
        attributes: [String: MessageAttribute] = [:], publishedAt: String? = nil
    ) {
        self.id = id
        self.topic = topic
        self.subject = subject
        self.message = message
        self.attributes = attributes
        self.publishedAt = publishedAt
    }

    /// The message as JSON.
    ///
    /// - Throws: as ``JSONCoding/decode(_:from:)-(_,[UInt8])`` does.
    public func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try JSONCoding.decode(type, from: message)
    }
}
