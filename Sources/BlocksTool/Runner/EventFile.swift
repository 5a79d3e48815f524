// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Foundation

/// One recorded event, as a front door sent it or would send it.
struct EventFile: Sendable {
    /// Where an event comes from.
    enum Shape: String, Sendable {
        case restAPI = "REST API 1.0"
        case httpAPI = "HTTP API 2.0"
        case httpAPIOne = "HTTP API 1.0"
        case functionURL = "function URL"
        case loadBalancer = "load balancer"
        case webSocket = "WebSocket API"
        case userPool = "user pool trigger"
        case records = "records"
        case bus = "EventBridge event"
        case direct = "direct invocation"
        case other = "other"
    }

    /// The path as it was given; `-` for standard input.
    let path: String
    /// The event, its placeholders not yet filled.
    let event: JSONValue
    /// Where the expectation lies; `nil` when there is none.
    let expectationPath: String?

    /// Reads the event at `path`, or standard input for `-`.
    init(path: String) throws(ToolError) {
        guard
            let data = path == "-"
                ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: path)
        else {
            throw ToolError(.usage, "There is no readable file '\(path)'. Name an event file, or a folder of them.")
        }
        let value: JSONValue
        do { value = try JSONValue(parsing: [UInt8](data)) } catch {
            throw ToolError(.event, "\(path): \(error). An event file holds one JSON object.")
        }
        guard value.object != nil else { throw ToolError(.event, "\(path): an event is a JSON object.") }
        self.init(path: path, event: value)
    }

    /// An event that was read already; its expectation is looked for beside `path`.
    init(path: String, event: JSONValue) {
        self.path = path
        self.event = event
        let expectation = path.hasSuffix(".json") ? path.dropLast(5) + ".expected.json" : ""
        expectationPath =
            !expectation.isEmpty && FileManager.default.fileExists(atPath: expectation) ? expectation : nil
    }

    /// Which front door the event comes from.
    var shape: Shape {
        if event["requestContext"]?["http"] != nil {
            let host = event["requestContext"]?["domainName"]?.string ?? ""
            return host.contains(".lambda-url.") ? .functionURL : .httpAPI
        }
        if event["requestContext"]?["connectionId"] != nil { return .webSocket }
        if event["httpMethod"] != nil {
            if event["requestContext"]?["elb"] != nil { return .loadBalancer }
            return event["version"] == nil ? .restAPI : .httpAPIOne
        }
        if event["triggerSource"]?.string != nil { return .userPool }
        if let records = event["Records"]?.array, !records.isEmpty || event["source"] == nil { return .records }
        guard let source = event["source"]?.string else { return .other }
        if event["detail-type"]?.string != nil { return .bus }
        return source.hasPrefix("blocks.") ? .direct : .other
    }

    /// Whether a client waits for an answer with a status; otherwise the reply is for whoever sent the event.
    var isRequest: Bool {
        switch shape {
        case .restAPI, .httpAPI, .httpAPIOne, .functionURL, .loadBalancer, .webSocket, .other: true
        case .userPool, .records, .bus, .direct: false
        }
    }

    /// Method and path with query, such as `POST /aws-blocks/api`, or what tells an event that is no request; `""` for any other.
    var requestLine: String {
        switch shape {
        case .httpAPI, .functionURL:
            let http = event["requestContext"]?["http"]
            let query = event["rawQueryString"]?.string ?? ""
            let path = event["rawPath"]?.string ?? http?["path"]?.string ?? ""
            return "\(http?["method"]?.string ?? "") \(path)\(query.isEmpty ? "" : "?\(query)")"
        case .restAPI, .httpAPIOne, .loadBalancer:
            let query = parameters
            let path = event["path"]?.string ?? ""
            return "\(event["httpMethod"]?.string ?? "") \(path)\(query.isEmpty ? "" : "?\(query)")"
        case .webSocket: return event["requestContext"]?["routeKey"]?.string ?? ""
        case .userPool: return event["triggerSource"]?.string ?? ""
        case .records:
            let records = event["Records"]?.array ?? []
            let source = records.first.flatMap { $0["eventSourceARN"] ?? $0["Sns"]?["TopicArn"] }
            return "\(records.count) of \(source?.string ?? "nothing")"
        case .bus: return "\(event["source"]?.string ?? "") \(event["detail-type"]?.string ?? "")"
        case .direct:
            return "\(event["source"]?.string ?? "") \((event["jobName"] ?? event["id"])?.string ?? "")"
        case .other: return ""
        }
    }

    /// The query of an event that holds its parameters one by one: decoded, but for a load balancer's.
    private var parameters: String {
        var pairs: [(String, JSONValue)] = []
        if let all = event["multiValueQueryStringParameters"]?.object {
            for (name, values) in all { pairs += (values.array ?? []).map { (name, $0) } }
        } else {
            for (name, value) in event["queryStringParameters"]?.object ?? [:] { pairs.append((name, value)) }
        }
        let isEncoded = shape == .loadBalancer
        func encoded(_ text: String) -> String { isEncoded ? text : PercentEncoding.encode(component: text) }
        return pairs.map { "\(encoded($0.0))=\(encoded($0.1.string ?? ""))" }.joined(separator: "&")
    }

    /// The body's bytes; `nil` without a body or with one that is no Base64 although it says so.
    var body: [UInt8]? {
        guard let text = event["body"]?.string else { return nil }
        guard event["isBase64Encoded"]?.bool == true else { return Array(text.utf8) }
        return Data(base64Encoded: text).map { [UInt8]($0) }
    }

    /// The JSON-RPC method that is called; `nil` for anything but a call.
    var rpcMethod: String? {
        guard let body else { return nil }
        // Outside a string an unfilled placeholder is no JSON.
        let text = String(decoding: body, as: UTF8.self).replacing(/\$\{[^}]*\}/, with: "0")
        return CallName.of(Array(text.utf8))
    }
}
