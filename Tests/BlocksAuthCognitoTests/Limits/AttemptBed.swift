// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCrypto
import BlocksStore
import Synchronization
import TestSupport

@testable import BlocksAuthCognito
@testable import BlocksCore

/// A block of which one method is called again and again, by one account and address or another.
final class AttemptBed: Sendable {
    /// Three of each kind, unless told otherwise, and so many of all that only those count.
    static let limits = AttemptLimits(
        signIns: .init(3, inSeconds: 900), codes: .init(3, inSeconds: 900), messages: .init(3, inSeconds: 3600),
        address: .init(1000, inSeconds: 900))

    let fixture: AuthFixture<Pool>
    let method: CountedMethod
    private let prepared: Mutex<[String: String]>

    init(
        _ method: CountedMethod, _ limits: AttemptLimits? = AttemptBed.limits, trustedProxies: Int = 0
    ) async throws {
        self.method = method
        fixture = try AuthFixture<Pool>(
            options: .init(attemptLimits: limits, trustedProxies: trustedProxies), random: .system)
        var prepared: [String: String] = [:]
        for account in ["alice", "bob"] { prepared[account] = try await method.prepare(fixture, account) }
        self.prepared = Mutex(prepared)
        refuse()
    }

    /// Lets Cognito refuse every guess, and send every message.
    func refuse() {
        guard method.kind != .message else { return method.accept(fixture) }
        fixture.cognito.fail(method.operation, method.refusal)
    }

    /// What came of one call: `nil` for a success.
    @discardableResult
    func attempt(
        _ account: String = "alice", from address: String? = "203.0.113.1", forwarded: String? = nil
    ) async -> ApiError? {
        let handle = prepared.withLock { $0[account] } ?? ""
        let context = fixture.context(
            handle.isEmpty ? nil : handle,
            headers: forwarded.map { [.init(name: "x-forwarded-for", value: $0)] } ?? [], clientIP: address)
        do {
            try await method.call(fixture.auth, account, handle, context)
            // As a browser does: a change of what the user signs in with comes with a new cookie.
            if handle.contains("auth_"), let cookie = context.cookieToSendBack {
                prepared.withLock { $0[account] = cookie }
            }
            return nil
        } catch {
            return error as? ApiError ?? ApiError("\(error)")
        }
    }

    /// How often Cognito was asked since the bed was made.
    var asked: Int { fixture.cognito.operations.count { $0 == method.operation } }

    /// The names of the counters in the table, with what they count.
    var counters: [String: String] {
        fixture.records.stored.filter { $0.key.hasPrefix("limit:") }.mapValues(\.value)
    }
}

extension ApiError {
    /// Whether it is the refusal of one attempt too many.
    var isTooMany: Bool { status == 429 && message.hasPrefix("Too many attempts. ") }
}
