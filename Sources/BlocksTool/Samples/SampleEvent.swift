// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Foundation

/// An event of one shape as its source would send it, filled in from a few choices.
struct SampleEvent {
    /// The shape.
    let shape: SampleShape
    /// The request that HTTP shapes carry.
    var request = InboundRequest(method: "GET", path: "/", peer: "203.0.113.7", port: 443)
    /// What records, messages and details carry; a record each.
    var bodies: [String] = []
    /// The queue, stream, table, topic, schedule, job or user; `nil` for one that fits.
    var name: String?
    /// The source of an EventBridge event or of a direct invocation; `nil` for one that fits.
    var source: String?
    /// The detail type of an EventBridge event; `nil` for one that fits.
    var detailType: String?
    /// Names the request and its records.
    var requestID = UUID().uuidString.lowercased()
    /// When it happens.
    var time = WallClock.system.now()

    static let region = "eu-central-1"
    static let account = "111122223333"

    /// The event.
    ///
    /// Throws `ToolError` when a body has to be JSON and is not.
    func value() throws(ToolError) -> JSONValue {
        switch shape {
        case .httpAPI, .functionURL: payloadTwo
        case .restAPI: restAPI
        case .loadBalancer(let multiValue): loadBalancer(multiValue: multiValue)
        case .webSocket(let stage): webSocket(stage)
        case .records(let source): .object(["Records": .array(try records(of: source))])
        case .eventBridge: try eventBridge()
        case .schedule: schedule
        case .direct: try direct()
        case .trigger(let name): try trigger(name)
        }
    }

    /// The host that a request of this shape comes to, unless a header names another.
    var defaultHost: String {
        switch shape {
        case .functionURL: "abcdefghijklmnopqrstuvwxyz012345.lambda-url.\(Self.region).on.aws"
        case .loadBalancer: "blocks-1234567890.\(Self.region).elb.amazonaws.com"
        default: "a1b2c3d4e5.execute-api.\(Self.region).amazonaws.com"
        }
    }

    /// The request with a host, over TLS.
    var hosted: InboundRequest {
        var request = request
        if request.values(of: "host").isEmpty { request.headers.insert(("Host", defaultHost), at: 0) }
        request.scheme = "https"
        return request
    }

    /// A body as JSON; `preset` when there is none.
    ///
    /// Throws when it is no JSON object.
    func objectBody(or preset: JSONObject = [:]) throws(ToolError) -> JSONObject {
        guard let body = bodies.first else { return preset }
        return try Self.object(body, shape)
    }

    static func object(_ text: String, _ shape: SampleShape) throws(ToolError) -> JSONObject {
        guard let object = (try? JSONValue(parsing: Array(text.utf8)))?.object else {
            throw ToolError(.usage, "--body of '\(shape.name)' has to be a JSON object.")
        }
        return object
    }
}
