// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

/// Raw routes by method and path; the first that matches wins.
struct RouteTable: Sendable {
    private var entries: [(pattern: RoutePattern, route: RawRoute)] = []

    /// Whether a route of the same method and normalised path is there.
    func contains(_ route: RawRoute) -> Bool {
        entries.contains { $0.route.method == route.method && $0.pattern.text == route.path }
    }

    /// Adds `route` behind the others.
    ///
    /// Throws what is wrong with it, or that another one has its method and path.
    mutating func add(_ route: RawRoute) throws(ConfigurationError) {
        let pattern = try route.pattern()
        guard !contains(route) else {
            throw ConfigurationError(
                "DuplicateRouteException: \(route.method.rawValue) \(route.path) is already registered")
        }
        entries.append((pattern: pattern, route: route))
    }

    /// The route of `method` and `path` with what its parameters matched; `nil` when there is none.
    ///
    /// Runs of `/` in the path count as one. If it ends in `/` and nothing matches, it is tried without.
    func match(_ method: HTTPRequest.Method, _ path: String) -> (route: RawRoute, parameters: PathParameters)? {
        guard !entries.isEmpty else { return nil }
        let path = RoutePattern.collapsed(path)
        let bytes = path.utf8Span.span
        if let entry = first(method, bytes) {
            return (entry.route, PathParameters(entry.pattern.captures(in: bytes), of: path))
        }
        guard path.utf8.last == UInt8(ascii: "/") else { return nil }
        let shorter = bytes.extracting(droppingLast: 1)
        guard let entry = first(method, shorter) else { return nil }
        return (entry.route, PathParameters(entry.pattern.captures(in: shorter), of: path))
    }

    private func first(
        _ method: HTTPRequest.Method, _ path: Span<UInt8>
    ) -> (pattern: RoutePattern, route: RawRoute)? {
        for entry in entries where entry.route.method == method && entry.pattern.matches(path) { return entry }
        return nil
    }
}
