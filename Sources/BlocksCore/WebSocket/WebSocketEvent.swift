// SPDX-License-Identifier: Apache-2.0

/// What an API Gateway WebSocket API tells of a connection.
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html>
public struct WebSocketEvent: Sendable, Withheld {
    /// The connection; what it takes to post to it.
    public let connectionID: String
    /// The route that API Gateway chose: `$connect`, `$disconnect`, `$default`, or what the API's selection found in the message.
    public let routeKey: String
    /// The message; empty for connections that begin or end.
    public let body: [UInt8]
    /// The API's host.
    ///
    /// With the stage it makes the address to post to, `https://HOST/STAGE/@connections/ID`; on a domain of one's own the key of its
    /// mapping stands in the stage's place.
    public let domainName: String?
    /// The API's stage.
    public let stage: String?
    /// When the connection began; `nil` when API Gateway doesn't say.
    public let connectedAt: Timestamp?
    /// What the API's authorizer said when the connection began; `nil` when there is none.
    public let authorizer: JSONValue?
    /// The status with which the connection ended (RFC 6455 §7.4); `nil` while it lasts.
    public let disconnectStatus: Int?

    /// An event of the given parts: for tests of handlers, too.
    public init(
        connectionID: String, routeKey: String, body: [UInt8] = [], domainName: String? = nil, stage: String? = nil,
        connectedAt: Timestamp? = nil, authorizer: JSONValue? = nil, disconnectStatus: Int? = nil
    ) {
        self.connectionID = connectionID
        self.routeKey = routeKey
        self.body = body
        self.domainName = domainName
        self.stage = stage
        self.connectedAt = connectedAt
        self.authorizer = authorizer
        self.disconnectStatus = disconnectStatus
    }

    /// The message as text; `nil` when it is not UTF-8.
    public var text: String? { String(validating: body, as: UTF8.self) }

    /// The message as JSON.
    ///
    /// - Throws: as ``JSONCoding/decode(_:from:)-(_,[UInt8])`` does.
    public func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try JSONCoding.decode(type, from: body)
    }
}

/// The point in a connection's life at which an application is asked: `.connect`, `.message` or `.disconnect`.
///
/// `Reply` is what a handler may return; see ``AppBuilder/onWebSocket(_:_:)``.
public struct WebSocketRoute<Reply>: Sendable {
    /// API Gateway's own key of the route.
    let key: String
    let phase: WebSocketPhase
}

extension WebSocketRoute where Reply == Void {
    /// A client wants to connect; a handler that throws refuses.
    public static var connect: Self { Self(key: "$connect", phase: .connect) }
    /// A connection has ended; there is nothing left to refuse, and API Gateway doesn't promise to tell of each.
    public static var disconnect: Self { Self(key: "$disconnect", phase: .disconnect) }
}

extension WebSocketRoute where Reply == String? {
    /// A message whose route has no handler of its own.
    public static var message: Self { Self(key: "$default", phase: .message) }

    /// A message for which API Gateway chose the route `key`; one that begins with `$` and is not `$default` is reported at start.
    public static func message(route key: String) -> Self { Self(key: key, phase: .message) }
}

/// What the event tells about the connection.
package enum WebSocketPhase: Sendable {
    case connect, message, disconnect
}
