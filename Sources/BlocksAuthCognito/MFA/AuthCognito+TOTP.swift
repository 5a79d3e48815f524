// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
public import BlocksCore

extension AuthCognito {
    /// Makes a secret for an authenticator app of the signed-in user, in place of an earlier one.
    public func setUpTOTP(_ context: BlocksContext) async throws -> TOTPSetup {
        try await allowChange(context)
        return try await withAccessToken(context) { token in
            let output = try await service.associateSoftwareToken(.accessToken(token))
            return TOTPSetup(sharedSecret: output.secretCode?.withExposed { $0 } ?? "")
        }
    }

    /// Confirms the authenticator app with its first code.
    ///
    /// The session goes on with a new cookie. Throws `CodeMismatchException` (retriable) for a wrong one, also where Cognito only says so
    /// in the answer (known weakness A12).
    public func verifyTOTPSetup(_ context: BlocksContext, _ code: String) async throws {
        try await allowChange(context)
        try await withAccessToken(context, as: .code) { token in
            let output = try await service.verifySoftwareToken(
                .init(authority: .accessToken(token), userCode: Secret(code)))
            guard output.succeeded else { throw ApiError(.codeMismatch, "Invalid code") }
        }
        await sessions.renewID(context)
    }
}

/// The secret for an authenticator app.
public struct TOTPSetup: Sendable, Encodable {
    /// The secret, base32 (RFC 4648 §6); empty when Cognito gave none.
    public let sharedSecret: String
}

extension TOTPSetup: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A fixed text: the secret stays out of logs.
    public var description: String { "TOTPSetup([redacted])" }
    /// A fixed text.
    public var debugDescription: String { description }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
