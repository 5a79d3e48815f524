// SPDX-License-Identifier: Apache-2.0

/// Which origins may read answers and send credentials (Fetch Standard, CORS protocol).
///
/// The patterns come from `CORS_ALLOWED_ORIGINS` and `CORS_HOSTING_ORIGINS`, read once at start; an origin that none matches is never
/// reflected.
public struct CORSPolicy: Sendable {
    /// What a request's `Origin` leads to.
    public enum Decision: Sendable, Equatable {
        /// The request states no origin.
        case noOrigin
        /// No patterns are configured: the request proceeds, without a grant.
        case unrestricted
        /// The origin matches: its pages may read the answer.
        case granted(origin: String)
        /// Patterns are configured and none matches: 403.
        case refused
    }

    private let patterns: [OriginPattern]

    /// The policy that `environment` configures.
    public init(environment: [String: String]) {
        let sources = ["CORS_ALLOWED_ORIGINS", "CORS_HOSTING_ORIGINS"].compactMap { environment[$0] }
        patterns = sources.flatMap(OriginPattern.entries(in:)).map(OriginPattern.init)
    }

    /// Whether no pattern is configured, so that every origin may send requests.
    public var isUnrestricted: Bool { patterns.isEmpty }

    /// What a request with the header `Origin: origin` may do; `nil` and an empty text mean that there is none.
    public func decide(origin: String?) -> Decision {
        guard let origin, !origin.isEmpty else { return .noOrigin }
        guard !isUnrestricted else { return .unrestricted }
        return patterns.contains { $0.matches(origin) } ? .granted(origin: origin) : .refused
    }

    /// What to tell an operator at start about the configured patterns.
    public var warnings: [String] { patterns.compactMap(\.warning) }
}
