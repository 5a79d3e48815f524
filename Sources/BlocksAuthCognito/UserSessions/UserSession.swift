// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// One of a user's sessions, as the user sees it in a list.
public struct UserSession: Sendable, Equatable, Encodable {
    /// What `endSession` takes; it opens nothing.
    public let id: String
    /// What the browser called itself at the sign-in: printable ASCII, at most 128 characters.
    public let label: String
    /// When the user signed in, in milliseconds since 1970 UTC.
    public let createdAt: Int64
    /// When the session was last refreshed or its use noted, in milliseconds since 1970 UTC.
    public let lastUsedAt: Int64
    /// Whether it is the session of the request that asked.
    public let isCurrent: Bool
}

extension ApiError {
    /// Lists of sessions need rows that say when they were begun.
    static let noSessionIndex = ApiError(
        "Listing and ending a user's sessions needs sessionFormat sealed", status: 501, name: "NotSupportedException")
}
