// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

/// An application's declaration.
public protocol BlocksApp {
    /// Declares scopes, blocks, namespaces and routes; runs once, at start.
    static func build(_ app: AppBuilder) throws
}

/// Collects the declaration of an application at start.
///
/// Mistakes are gathered and reported together when the application is complete; none can surface while a request is served.
public final class AppBuilder {
    /// What the application stands on.
    public let platform: Platform
    private(set) var namespaces: [(name: String, namespace: ApiNamespace)] = []
    private(set) var routes = RouteTable()
    private(set) var triggers = UserPoolTriggers()
    private(set) var records = RecordHandlers()
    private(set) var webSockets = WebSocketHandlers()
    private(set) var bus = BusHandlers()
    private(set) var invocations = InvocationHandlers()
    private(set) var preparations: [@Sendable () async -> Void] = []
    private(set) var mistakes: [String] = []
    private var claims: [String: String] = [:]

    init(platform: Platform) {
        self.platform = platform
    }

    /// An outermost scope; an id outside `[A-Za-z0-9-]` is reported when the app is complete.
    public func scope(_ id: String) -> Scope {
        checkID(id)
        return Scope(app: self, fullID: platform.stackName.map { "\($0)-\(id)" } ?? id, idsBelowOutermost: [])
    }

    /// Serves `namespace` under `name`, the part of a JSON-RPC method before its first dot.
    public func export(_ name: String, _ namespace: ApiNamespace) {
        if name.isEmpty || name.includes(".") {
            mistakes.append("The exported name '\(name)' must be non-empty and without dots.")
        }
        if namespaces.contains(where: { $0.name == name }) {
            mistakes.append("Two namespaces are exported as '\(name)'. Give each its own name.")
        }
        mistakes += namespace.mistakes.map { "Namespace '\(name)': \($0)" }
        namespaces.append((name, namespace))
    }

    /// Serves `route`; the first registered route that matches a request wins.
    public func route(_ route: RawRoute) {
        do throws(ConfigurationError) {
            try routes.add(route)
        } catch {
            mistakes.append(error.message)
        }
    }

    /// Runs `body` once when a deployed process starts, beside its requests, none of which waits for it.
    ///
    /// For what a request would otherwise have to fetch first. It may be held up for as long as Lambda freezes the process, and ends
    /// early, its task cancelled, when the process does. What fails in it is for `body` to bear.
    public func onStart(_ body: @escaping @Sendable () async -> Void) {
        preparations.append(body)
    }

    func register<Kind: UserPoolTriggerKind>(_ handler: TriggerHandler<Kind>) {
        if !triggers.add(handler) {
            mistakes.append(
                "Two handlers are registered for the trigger \(Kind.name.displayName). Let one do the work of both.")
        }
    }

    func register(_ handler: RecordHandlers.Handler, for key: RecordKey) {
        if let mistake = records.add(handler, for: key) { mistakes.append(mistake) }
    }

    func register(webSocket key: String, _ phase: WebSocketPhase, _ handler: @escaping WebSocketHandlers.Handler) {
        if let mistake = webSockets.add(handler, for: key, phase) { mistakes.append(mistake) }
    }

    func register(bus key: BusHandlers.Key, _ handler: @escaping BusHandlers.Handler) {
        if let mistake = bus.add(handler, for: key) { mistakes.append(mistake) }
    }

    func register(invocation source: String, _ name: String, _ handler: @escaping InvocationHandlers.Handler) {
        if let mistake = invocations.add(handler, source: source, name: name) { mistakes.append(mistake) }
    }

    func checkID(_ id: String) {
        let legal = id.utf8.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
        }
        if id.isEmpty || !legal {
            mistakes.append(
                "The id '\(id)' must be of letters, digits and '-': names of tables and variables come from it.")
        }
    }

    func claim(_ fullID: String, kind: String) throws(ConfigurationError) {
        let key = Scope.environmentName(fullID)
        if let other = claims[key] {
            throw ConfigurationError(
                "\(kind) '\(fullID)' has the same derived names as \(other). Give one of them another id.")
        }
        claims[key] = "\(kind) '\(fullID)'"
    }
}
