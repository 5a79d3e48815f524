// SPDX-License-Identifier: Apache-2.0

import Logging
import Synchronization

/// Tells an operator which origins were refused: each once, and no more than a hundred for the life of the process.
///
/// A front end served from an address that nobody configured shows here, and a client that makes up origins fills no log.
final class RefusedOrigins: Sendable {
    /// The most origins that are told.
    static let limit = 100
    private let told = Mutex<Set<String>>([])

    init() {}

    /// Logs that a request of `context` was refused, unless its origin has been told before.
    func note(_ context: BlocksContext) {
        guard let header = context.request.header("origin"), !header.isEmpty else { return }
        // It is a client's text: what is too long to be an origin is cut.
        let origin = String(decoding: header.utf8.prefix(OriginPattern.longestOrigin), as: UTF8.self)
        guard told.withLock({ $0.count < Self.limit && $0.insert(origin).inserted }) else { return }
        context.logger.warning(
            "Requests from an origin are refused. Add it to CORS_ALLOWED_ORIGINS if it is yours.",
            metadata: [LogKey.origin: .string(origin)])
    }
}
