// SPDX-License-Identifier: Apache-2.0

/// An event of an EventBridge bus.
///
/// <https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html>
public struct BusEvent: Sendable, Withheld {
    /// EventBridge's id of the event; the same each time it is delivered.
    public let id: String
    /// Who sent it, such as `com.example.shop` or `aws.ec2`.
    public let source: String
    /// What it tells, such as `OrderPlaced`.
    public let detailType: String
    /// When it happened, ISO 8601 in UTC; `nil` when the event doesn't say.
    public let time: String?
    /// The account it comes from; `nil` when the event doesn't say.
    public let account: String?
    /// The region it comes from; `nil` when the event doesn't say.
    public let region: String?
    /// ARNs of what it is about.
    public let resources: [String]
    /// What it tells in full.
    public let detail: JSONValue
    /// The schedule that sent it; `nil` when it was none.
    let schedule: String?

    /// An event of the given parts: for tests of handlers, too.
    public init(
        id: String, source: String, detailType: String, time: String? = nil, account: String? = nil,
        region: String? = nil, resources: [String] = [], detail: JSONValue
    ) {
        self.init(
            id: id, source: source, detailType: detailType, time: time, account: account, region: region,
            resources: resources, detail: detail, schedule: nil)
    }

    package init(
        id: String, source: String, detailType: String, time: String?, account: String?, region: String?,
        resources: [String], detail: JSONValue, schedule: String?
    ) {
        self.id = id
        self.source = source
        self.detailType = detailType
        self.time = time
        self.account = account
        self.region = region
        self.resources = resources
        self.detail = detail
        self.schedule = schedule
    }

    /// The detail as a value of type `type`.
    ///
    /// - Throws: `DecodingError` when it doesn't fit.
    public func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try JSONCoding.decode(type, from: JSONCoding.encode(detail))
    }
}

/// A moment at which a schedule asks the application: an EventBridge rule's, or one of EventBridge Scheduler.
///
/// Scheduler sends it when the schedule's target has no input of its own.
public struct ScheduledEvent: Sendable, Withheld {
    /// The name of the rule or the schedule.
    public let name: String
    /// The event that it sent.
    public let event: BusEvent

    /// A moment of the given parts: for tests of handlers, too.
    public init(name: String, event: BusEvent) {
        self.name = name
        self.event = event
    }

    /// The moment that was planned, ISO 8601 in UTC; `nil` when the event doesn't say.
    public var time: String? { event.time }
}
