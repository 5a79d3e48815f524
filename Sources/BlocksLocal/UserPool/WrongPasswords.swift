// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore

/// Wrong passwords for one name, which lock it for a while.
///
/// After five it is locked for one second, and with each further one for twice as long, up to 15 minutes. What is tried meanwhile does
/// not count. The right password clears the count, and so do 15 quiet minutes
/// (<https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html#authentication-flow-lockout-behavior>).
struct WrongPasswords: Codable, Sendable {
    private static let limit = 5
    private static let longest: Int64 = 900

    private var count = 0
    private var lockedUntil: Int64 = 0  // milliseconds since 1970

    /// Counts one at `now`.
    mutating func add(at now: Timestamp) {
        if isForgotten(at: now) { count = 0 }
        count = min(count + 1, 64)
        let doublings = count - Self.limit
        let seconds = doublings < 0 ? 0 : doublings < 10 ? 1 << Int64(doublings) : Self.longest
        lockedUntil = now.adding(seconds: seconds).milliseconds
    }

    /// Whether no password is looked at.
    func isLocked(at now: Timestamp) -> Bool { now.milliseconds < lockedUntil }

    /// Whether it has been quiet for so long that the count begins anew.
    func isForgotten(at now: Timestamp) -> Bool {
        now.milliseconds >= Timestamp(milliseconds: lockedUntil).adding(seconds: Self.longest).milliseconds
    }
}

extension PoolState {
    /// Clears the count, since the right password was given.
    mutating func forgetWrongPasswords(of name: String) {
        wrongPasswords[Self.wrongPasswordsKey(name)] = nil
    }

    /// The count's name: of one length for whatever is typed.
    fileprivate static func wrongPasswordsKey(_ name: String) -> String { TokenDigest.of(Secret(name)) }
}

extension LocalUserPool {
    /// Throws `NotAuthorizedException` while the name is locked, be it a user's or nobody's.
    func checkAttempts(_ name: String) throws(AWSError) {
        guard state.wrongPasswords[PoolState.wrongPasswordsKey(name)]?.isLocked(at: now) != true else {
            throw .passwordAttemptsExceeded
        }
    }

    /// Counts a wrong password.
    func countWrongPassword(_ name: String, in next: inout PoolState) {
        next.wrongPasswords[PoolState.wrongPasswordsKey(name), default: WrongPasswords()].add(at: now)
    }

    /// Counts a wrong password, in the session where there is one, and returns the refusal.
    func wrongPassword(of name: String, _ session: String?) throws(AWSError) -> AWSError {
        try commit { next in
            if let session { next.countWrongAnswer(session) }
            countWrongPassword(name, in: &next)
        }
        return .incorrectCredentials
    }
}
