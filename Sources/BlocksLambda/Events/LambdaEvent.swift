// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// An event of a shape this program serves; the closed list.
///
/// A shape is recognised by the members that only it has, never by a version number: payload 1.0 and 2.0 both occur behind
/// an HTTP API, and a function URL sends 2.0 as well. Event sources that are not served are told apart too, so that the
/// error names what was sent.
enum LambdaEvent {
    /// API Gateway REST API, or HTTP API with payload 1.0.
    case apiGatewayV1(APIGatewayV1Event)
    /// API Gateway HTTP API with payload 2.0, or a function URL.
    case apiGatewayV2(APIGatewayV2Event)
    /// A Cognito user pool that asks.
    case userPool(UserPoolEvent)

    /// Recognises the event and reads what every event of its shape has.
    ///
    /// Throws `malformedEvent` when the bytes are no JSON object or a member is missing or of a wrong type, and
    /// `unsupportedEvent` for shapes that are not in the list.
    init(_ bytes: [UInt8]) throws(LambdaError) {
        let root: JSONView
        do {
            root = try JSONDocument(bytes).root
        } catch {
            throw LambdaError(.malformedEvent, "the event is refused: \(error)")
        }
        guard root.kind == .object else { throw LambdaError(.malformedEvent, "the event is no JSON object") }
        // The common shape first: what tells an authorizer's request apart is the one thing to rule out.
        if let context = root.present("requestContext"), let http = context.present("http"), root["routeArn"] == nil {
            guard http.kind == .object else { throw .wrongType("requestContext.http", "an object") }
            self = .apiGatewayV2(try APIGatewayV2Event(root, context: context, http: http))
            return
        }
        if let event = UserPoolEvent(root) {
            self = .userPool(event)
            return
        }
        if let source = UnservedEvent(root) {
            throw LambdaError(.unsupportedEvent, "this program does not serve \(source.rawValue)")
        }
        guard root.present("httpMethod") != nil else {
            _ = try root.object("requestContext")
            throw LambdaError(.unsupportedEvent, "the event has no shape that this program knows")
        }
        guard let context = try root.object("requestContext") else { throw .missing("requestContext") }
        self = .apiGatewayV1(try APIGatewayV1Event(root, context: context))
    }
}

/// Event sources that are told apart only to be refused by name.
enum UnservedEvent: String {
    case authorizer = "API Gateway authorizer requests"
    case loadBalancer = "Application Load Balancer requests"
    case webSocket = "API Gateway WebSocket events"
    case records = "events with records (queues, streams, topics, buckets)"
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
        } else if let context = root["requestContext"], context["elb"] != nil {
            self = .loadBalancer
        } else if let context = root["requestContext"], context["connectionId"]?.kind == .string {
            self = .webSocket
        } else {
            return nil
        }
    }
}
