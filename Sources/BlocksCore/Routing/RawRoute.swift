// SPDX-License-Identifier: Apache-2.0

public import HTTPTypes

/// A route outside the JSON-RPC API: a method, a path pattern and a handler.
///
/// In the pattern `{name}` stands for one or more characters other than `/`, also as a part of a segment (`/v{major}`), and a `*` at the very
/// end for all that follows, be it nothing. `context.parameters` has what they matched. Everything else is literal, case counts, and it is
/// compared with the path as clients send it, undecoded. Of several routes that match, the one registered first answers.
///
/// Routes are registered on an ``AppBuilder``, which exists while the application is built and not afterwards: there is no way to add one
/// later. An `OPTIONS` route is never asked, as the dispatcher answers preflights itself, and `HEAD` needs a route of its own.
public struct RawRoute: Sendable {
    /// The method, matched exactly.
    public let method: HTTPRequest.Method
    /// The pattern with runs of `/` made one and one trailing `/` dropped.
    public let path: String
    /// Whether pages of other sites may send this request with a visitor's cookies.
    let isOpenToAnySite: Bool
    let handler: Handler

    /// What answers.
    enum Handler: Sendable {
        case whole(@Sendable (BlocksContext) async throws -> Void)
        case streaming(@Sendable (BlocksContext, BodyWriter) async throws -> Void)
    }

    private init(_ method: HTTPRequest.Method, path: String, isOpenToAnySite: Bool, handler: Handler) {
        self.method = method
        self.path = RoutePattern.normalised(path)
        self.isOpenToAnySite = isOpenToAnySite
        self.handler = handler
    }

    /// A route that answers `method` on `path` with what `handler` puts into the context's response.
    ///
    /// With a method other than `GET` and `HEAD`, a request that a page of another site makes with the visitor's cookies is answered
    /// with 403, unless the configured origins allow that page.
    public init(
        _ method: HTTPRequest.Method, _ path: String,
        handler: @escaping @Sendable (BlocksContext) async throws -> Void
    ) {
        self.init(method, path: path, isOpenToAnySite: false, handler: .whole(handler))
    }

    /// A route on the path that its place gives it: the ids of the scopes below the outermost one, then `id`.
    ///
    /// `RawRoute(app.scope("app").scope("v1"), "users", .get)` answers `/v1/users`. Each id is encoded as a URI component.
    public init(
        _ scope: Scope, _ id: String, _ method: HTTPRequest.Method,
        handler: @escaping @Sendable (BlocksContext) async throws -> Void
    ) {
        self.init(method, path: scope.path(of: id), isOpenToAnySite: false, handler: .whole(handler))
    }

    /// A route whose handler alone judges where a request comes from: pages of any site may send it, with the visitor's cookies.
    ///
    /// For what another site has a browser post here, such as the `form_post` answer of an OpenID provider. The handler must tie the
    /// request to one that this visitor began, as with `state`: cookies prove nothing in it. Where origin patterns are configured, they
    /// apply here as everywhere, and the other site must be among them.
    public init(
        unsafeFromAnySite method: HTTPRequest.Method, _ path: String,
        handler: @escaping @Sendable (BlocksContext) async throws -> Void
    ) {
        self.init(method, path: path, isOpenToAnySite: true, handler: .whole(handler))
    }

    /// A route whose body is written piece by piece, each on its way to the client while the next one is made.
    ///
    /// That is so behind front doors that are set up for it (`BLOCKS_RESPONSE_STREAMING`), and there it may take as long as the function
    /// may run and send 200 MB; elsewhere the pieces leave together, within the limits of every answer. What the handler throws after its
    /// first piece can't become a status any more: it is logged, and the answer breaks off.
    /// Pages of other sites are refused as by ``init(_:_:handler:)``.
    public init(
        streaming method: HTTPRequest.Method, _ path: String,
        handler: @escaping @Sendable (BlocksContext, BodyWriter) async throws -> Void
    ) {
        self.init(method, path: path, isOpenToAnySite: false, handler: .streaming(handler))
    }

    /// A route on the path that its place gives it, which pages of any site may ask for with the visitor's cookies.
    ///
    /// The handler must tie the request to one that this visitor began.
    public init(
        _ scope: Scope, _ id: String, unsafeFromAnySite method: HTTPRequest.Method,
        handler: @escaping @Sendable (BlocksContext) async throws -> Void
    ) {
        self.init(method, path: scope.path(of: id), isOpenToAnySite: true, handler: .whole(handler))
    }

    static let methods: [HTTPRequest.Method] = [.get, .post, .put, .delete, .patch, .head, .options]

    /// The path compiled.
    ///
    /// Throws what is wrong with the route, to be told at start.
    func pattern() throws(ConfigurationError) -> RoutePattern {
        guard Self.methods.contains(method) else {
            let names = Self.methods.map(\.rawValue).joined(separator: ", ")
            throw ConfigurationError("Invalid HTTP method: \(method.rawValue). Must be one of: \(names)")
        }
        if path.isEmpty || path == "/" {
            throw ConfigurationError(
                "Cannot register RawRoute at '/' — root path is not supported "
                    + "(API Gateway proxy resource doesn't handle root). Use a sub-path like '/health'.")
        }
        let lowered = path.lowercased()
        if lowered == "/aws-blocks" || lowered == RPC.path || lowered.hasPrefix(RPC.path + "/") {
            throw ConfigurationError(
                "Cannot register RawRoute at /aws-blocks or /aws-blocks/api/* — "
                    + "these paths are reserved for RPC dispatch")
        }
        return try RoutePattern(path)
    }
}

extension Scope {
    /// The path of the route `id` in this scope.
    func path(of id: String) -> String {
        (idsBelowOutermost + [id]).map { "/" + PercentEncoding.encodeURIComponent($0) }.joined()
    }
}
