// SPDX-License-Identifier: Apache-2.0

import BlocksCore

extension SampleEvent {
    /// An event of a bus; the body is its detail.
    ///
    /// <https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html>
    func eventBridge() throws(ToolError) -> JSONValue {
        let isOrder = source == nil && detailType == nil
        return busEvent(
            source: source ?? "com.example.shop", detailType: detailType ?? "OrderPlaced", resources: [],
            detail: .object(try objectBody(or: isOrder ? ["id": "o-1", "count": 1] : [:])))
    }

    /// What EventBridge Scheduler sends for a schedule without an input of its own; its detail is a text.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/dg/with-eventbridge-scheduler.html>
    var schedule: JSONValue {
        busEvent(
            source: "aws.scheduler", detailType: "Scheduled Event",
            resources: ["arn:aws:scheduler:\(Self.region):\(Self.account):schedule/default/\(name ?? "nightly")"],
            detail: "{}")
    }

    /// An invocation by another program of the same system: `source` and `jobName` say what is asked, and the body's members come along.
    func direct() throws(ToolError) -> JSONValue {
        var event: JSONObject = [
            "source": .string(source ?? "blocks.jobs"), "jobName": .string(name ?? "cleanup"),
        ]
        let isCleanup = source == nil && name == nil
        for (name, value) in try objectBody(or: isCleanup ? ["olderThanDays": 30] : [:]) { event[name] = value }
        return .object(event)
    }

    private func busEvent(source: String, detailType: String, resources: [String], detail: JSONValue) -> JSONValue {
        [
            "version": "0", "id": .string(requestID), "detail-type": .string(detailType), "source": .string(source),
            "account": .string(Self.account), "time": .string(String(time.iso8601.prefix(19)) + "Z"),
            "region": .string(Self.region), "resources": .array(resources.map(JSONValue.string)), "detail": detail,
        ]
    }
}
