// SPDX-License-Identifier: Apache-2.0

/// One event of a trigger, as its handler sees it.
public struct TriggerEvent<Kind: UserPoolTriggerKind>: Sendable {
    /// The event's `triggerSource`: the trigger and the operation that led to it, such as `PreSignUp_AdminCreateUser`.
    public let source: String
    /// The pool's id.
    public let userPoolID: String
    /// The pool's region; `nil` when the event doesn't say.
    public let region: String?
    /// The user's name in the pool; `nil` where there is no user, as for the tokens of a machine.
    public let userName: String?
    /// The app client that was used; `nil` when the event doesn't say.
    public let clientID: String?
    /// What the pool tells.
    public let request: Kind.Request
    /// The answer as the pool left it to be filled in; a handler starts from it and changes what it wants.
    public let response: Kind.Response

    /// An event of the given parts: for pools other than Cognito, and for tests of handlers.
    public init(
        source: String, userPoolID: String, region: String? = nil, userName: String?, clientID: String? = nil,
        request: Kind.Request, response: Kind.Response
    ) {
        self.source = source
        self.userPoolID = userPoolID
        self.region = region
        self.userName = userName
        self.clientID = clientID
        self.request = request
        self.response = response
    }

    init(_ event: UserPoolEvent) throws(TriggerError) {
        let root = TriggerMembers(event.root)
        self.init(
            source: event.source, userPoolID: event.userPoolID, region: try root.text("region"),
            userName: try root.text("userName"), clientID: try root.object("callerContext").text("clientId"),
            request: try Kind.Request(TriggerMembers(event.request)),
            response: try Kind.Response(TriggerMembers(event.response)))
    }
}

/// The user is named, and the request may hold secrets: an event prints as its source alone.
extension TriggerEvent: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The source.
    public var description: String { "TriggerEvent(\(source))" }

    /// The source.
    public var debugDescription: String { description }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
