// SPDX-License-Identifier: Apache-2.0

/// A platform's way to bring a one-time code to a user; locally it is the outbox, elsewhere whatever the platform was composed with.
///
/// Cognito sends its own codes itself: this is for codes of the application's own, such as those of a custom challenge.
public struct OneTimeCodeSender: Sendable {
    private let body: @Sendable (Secret<String>, String, String) async throws -> Void

    /// A sender that gives `body` the code, the e-mail address and the user's name.
    public init(_ body: @escaping @Sendable (Secret<String>, String, String) async throws -> Void) {
        self.body = body
    }

    /// Sends `code` to `address`, which is that of the user called `username`; throws when it can't be sent.
    public func send(_ code: Secret<String>, to address: String, of username: String) async throws {
        try await body(code, address, username)
    }
}
