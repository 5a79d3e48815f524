// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// An HTTP request as one of the front doors sends it, and the shape in which that door wants its reply.
struct HTTPEvent {
    /// The request.
    let request: BlocksRequest
    /// How the reply must be written.
    let shape: ReplyShape
    private let root: JSONView

    /// Recognises a request by the members that only its shape has; `nil` for anything else.
    ///
    /// `requestContext` is what all have. In it `http` is payload 2.0, and `elb` a load balancer; with `httpMethod` beside it, and
    /// neither of them in it, it is payload 1.0. What asks for authorisation looks the same but for a `type`, and a WebSocket event has
    /// a `connectionId`.
    ///
    /// Throws `malformedEvent` when a member is missing or of a wrong type.
    init?(_ root: JSONView) throws(LambdaError) {
        guard let context = root.present("requestContext"), root["type"] == nil else { return nil }
        if let http = context.present("http") {
            guard http.kind == .object else { throw .wrongType("requestContext.http", "an object") }
            request = try .payloadTwo(root, context: context, http: http)
            shape = .cookies
        } else if let method = root.present("httpMethod"), context.kind == .object, context["connectionId"] == nil {
            if context.present("elb") != nil {
                request = try .loadBalancer(root, method: method)
                shape = root.present("headers") == nil ? .multipleValues : .singleValues
            } else {
                request = try .payloadOne(root, context: context, method: method)
                shape = .multiValueHeaders
            }
        } else {
            return nil
        }
        self.root = root
    }

    /// Who sent the event; found out on each call.
    var frontDoor: FrontDoor {
        switch shape {
        case .singleValues, .multipleValues: return .loadBalancer
        // Only an HTTP API states the version of payload 1.0.
        case .multiValueHeaders: return root["version"] == nil ? .restAPI : .httpAPI
        case .cookies:
            let domain = root["requestContext"]?["domainName"]?.string ?? ""
            return domain.includes(".lambda-url.") ? .functionURL : .httpAPI
        }
    }
}

/// The services that turn HTTP requests into events.
enum FrontDoor: Equatable {
    /// API Gateway REST API.
    case restAPI
    /// API Gateway HTTP API, with payload 1.0 or 2.0.
    case httpAPI
    /// The URL of a Lambda function.
    case functionURL
    /// Application Load Balancer.
    case loadBalancer
}

/// The event holds cookies and whatever a browser sent.
extension HTTPEvent: Withheld {}
