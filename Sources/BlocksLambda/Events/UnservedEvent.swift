// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// Event sources that are told apart only to be refused by name.
enum UnservedEvent: String {
    case authorizer = "API Gateway authorizer requests"
    case webSocket = "API Gateway WebSocket events"
    case records = "events with records of sources other than SQS, Kinesis, DynamoDB and SNS"
    case direct = "direct invocations"
    case incompleteTrigger = "triggers of user pools without userPoolId, request and response"
    case eventBridge = "EventBridge events"

    /// `nil` when `root` may be an HTTP request.
    init?(_ root: JSONView) {
        if root["methodArn"]?.kind == .string || root["routeArn"]?.kind == .string {
            self = .authorizer
        } else if root["Records"]?.kind == .array || root["records"] != nil {
            self = .records
        } else if root["triggerSource"]?.kind == .string {
            self = .incompleteTrigger
        } else if let source = root["source"]?.string {
            self = source.hasPrefix("blocks.") ? .direct : .eventBridge
        } else if let context = root["requestContext"], context["connectionId"]?.kind == .string {
            self = .webSocket
        } else {
            return nil
        }
    }
}

extension LambdaError {
    /// Why the event `root`, which has none of the shapes that are served, is refused.
    static func unserved(_ root: JSONView) -> LambdaError {
        if let source = UnservedEvent(root) {
            return LambdaError(.unsupportedEvent, "this program does not serve \(source.rawValue)")
        }
        if root["requestContext"].map({ $0.kind != .object && !$0.isNull }) == true {
            return .wrongType("requestContext", "an object")
        }
        if root.present("httpMethod") != nil, root.present("requestContext") == nil {
            return .missing("requestContext")
        }
        return LambdaError(.unsupportedEvent, "the event has no shape that this program knows")
    }
}
