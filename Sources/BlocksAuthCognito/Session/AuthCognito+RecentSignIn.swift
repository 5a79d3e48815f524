// SPDX-License-Identifier: Apache-2.0

public import BlocksCore

extension AuthCognito {
    /// The signed-in user, if they proved who they are within the last `seconds`; for what a session left open must not do (ASVS 7.5.1).
    ///
    /// It is the time of the sign-in in the verified ID token (`auth_time`), which refreshes keep; a token without one is refused. Throws
    /// 403 `RecentSignInRequiredException`, not retriable, after which a client has the user sign in again, and what
    /// ``requireAuth(_:)`` throws.
    public func requireRecentSignIn(_ context: BlocksContext, within seconds: Int64) async throws -> CognitoUser {
        try await mapped {
            guard let session = try await sessions.current(context) else { throw ApiError.notAuthenticated }
            guard let time = session.record.identity?.instant("auth_time"), isRecent(time, seconds) else {
                throw ApiError(.recentSignInRequired, "Please sign in again to do this.")
            }
            return session.user
        }
    }

    /// Lets a change pass that the option `recentSignInForChanges` asks a recent sign-in for, or throws as
    /// ``requireRecentSignIn(_:within:)`` does.
    func allowChange(_ context: BlocksContext) async throws {
        guard let seconds = options.recentSignInForChanges else { return }
        _ = try await requireRecentSignIn(context, within: seconds)
    }

    /// As ``allowChange(_:)``, if one of the attributes is what a user can be reached or sign in by.
    func allowChange(of names: [String], _ context: BlocksContext) async throws {
        let delicate: [StandardAttribute] = [.email, .phoneNumber, .preferredUsername]
        guard names.contains(where: { name in delicate.contains { $0.rawValue == name } }) else { return }
        try await allowChange(context)
    }

    /// A minute of the future is forgiven, for Cognito's clock is not ours; more is no time of a sign-in.
    private func isRecent(_ time: Timestamp, _ seconds: Int64) -> Bool {
        let now = clock.now()
        return now < time.adding(seconds: seconds) && time <= now.adding(seconds: 60)
    }
}
