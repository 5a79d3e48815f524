// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// Event sources that are told apart only to be refused by name.
struct UnservedEvent {
    /// What sends such events, in the plural.
    let name: StaticString

    /// Recognises an event by members that only events of its source have; `nil` for one that is not known.
    init?(_ root: JSONView) {
        if let records = root.present("Records") ?? root.present("records"), records.kind == .array {
            name = Self.nameOfRecords(records[0], root)
        } else if let known = Self.known.first(where: { root.has($0) }) {
            name = known.name
        } else if let context = root["requestContext"], let known = Self.nested.first(where: { context.has($0) }) {
            name = known.name
        } else {
            return nil
        }
    }

    /// Records say themselves where they come from, in one of two spellings.
    private static func nameOfRecords(_ first: JSONView?, _ root: JSONView) -> StaticString {
        if let source = first?["eventSource"] ?? first?["EventSource"] {
            return sources.first { source.stringEquals($0.text) }?.name ?? "records of an unknown source"
        }
        if first?["cf"] != nil { return "CloudFront functions at the edge" }
        if first?["result"] != nil { return reply }
        return root["deliveryStreamArn"] != nil ? "Firehose transformations" : "records without a source"
    }

    private static let sources: [(text: StaticString, name: StaticString)] = [
        ("aws:s3", "S3 notifications"), ("aws:ses", "SES messages"),
        ("aws:codecommit", "CodeCommit notifications"),
    ]

    /// Two members, or one, that tell a source from all others, and its name.
    fileprivate struct Mark {
        let first: StaticString
        let second: StaticString
        let name: StaticString

        init(_ first: StaticString, _ second: StaticString, _ name: StaticString) {
            self.first = first
            self.second = second
            self.name = name
        }

        init(_ only: StaticString, _ name: StaticString) { self.init(only, only, name) }
    }

    private static let reply: StaticString = "what functions reply"

    /// Marks at the top; the first that fits counts.
    private static let known = [
        Mark("methodArn", "type", "API Gateway authorizer requests"),
        Mark("routeArn", "type", "API Gateway authorizer requests"),
        Mark("triggerSource", "triggers of user pools without userPoolId, request and response"),
        Mark("alarmData", "alarmArn", "CloudWatch alarms"),
        Mark("detail-type", "source", "EventBridge events without a detail"),
        Mark("awslogs", "CloudWatch Logs subscriptions"),
        Mark("eventSource", "eventVersion", "CloudTrail records"),
        Mark("eventSource", "dynamodb", "single records outside a batch"),
        Mark("bootstrapServers", "records", "Kafka records"),
        Mark("rmqMessagesByQueue", "RabbitMQ messages"),
        Mark("eventSourceArn", "messages", "ActiveMQ messages"),
        Mark("eventSourceArn", "events", "DocumentDB change events"),
        Mark("Messages", "answers of the SQS API"),
        Mark("authorizationToken", "requestContext", "AppSync authorizer requests"),
        Mark("info", "arguments", "AppSync resolver requests"),
        Mark("operation", "payload", "AppSync resolver requests"),
        Mark("sourceIp", "username", "identities of AppSync"),
        Mark("raw_path", "method", "VPC Lattice requests"),
        Mark("requestPayload", "requestContext", "records of asynchronous invocations"),
        Mark("agent", "actionGroup", "Bedrock agent actions"),
        Mark("currentIntent", "bot", "Lex requests"),
        Mark("sessionState", "bot", "Lex requests"),
        Mark("session", "request", "Alexa requests"),
        Mark("directive", "Alexa requests"),
        Mark("Name", "Details", "Connect contact flows"),
        Mark("datasetName", "datasetRecords", "Cognito Sync events"),
        Mark("invokingEvent", "resultToken", "Config rule evaluations"),
        Mark("RequestType", "StackId", "CloudFormation custom resources"),
        Mark("CodePipeline.job", "CodePipeline jobs"),
        Mark("DeploymentId", "LifecycleEventHookExecutionId", "CodeDeploy hooks"),
        Mark("SecretId", "ClientRequestToken", "Secrets Manager rotations"),
        Mark("userRequest", "xAmzRequestId", "S3 Object Lambda requests"),
        Mark("invocationSchemaVersion", "tasks", "S3 Batch Operations tasks"),
        Mark("connection-id", "endpoint-id", "Client VPN connection handlers"),
        Mark("signatureVerified", "protocols", "IoT authorizer requests"),
        Mark("deviceEvent", "deviceInfo", "IoT button clicks"),
        Mark("serialNumber", "clickType", "IoT button clicks"),
        Mark("statusCode", reply), Mark("policyDocument", reply), Mark("policyDocuments", reply),
        Mark("isAuthorized", reply), Mark("batchItemFailures", reply), Mark("dialogAction", reply),
        Mark("PhysicalResourceId", reply),
    ]

    /// Marks in `requestContext`, which authorizers have as well.
    private static let nested = [
        Mark("connectionId", "API Gateway WebSocket events of an unknown type"),
        Mark("serviceNetworkArn", "VPC Lattice requests"),
    ]
}

extension JSONView {
    fileprivate func has(_ mark: UnservedEvent.Mark) -> Bool {
        present(mark.first) != nil && present(mark.second) != nil
    }
}

extension LambdaError {
    /// Why the event `root`, which has none of the shapes that are served, is refused.
    static func unserved(_ root: JSONView) -> LambdaError {
        if let source = UnservedEvent(root) {
            return LambdaError(.unsupportedEvent, "this program does not serve \(source.name)")
        }
        if let context = root.present("requestContext"), context.kind != .object {
            return .wrongType("requestContext", "an object")
        }
        if root.present("httpMethod") != nil, root.present("requestContext") == nil {
            return .missing("requestContext")
        }
        return LambdaError(.unsupportedEvent, "the event has an unknown shape; served are \(LambdaEvent.shapes)")
    }
}
