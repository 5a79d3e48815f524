// SPDX-License-Identifier: Apache-2.0

import BlocksAWS

/// Wrong codes of a user, counted as wrong passwords are.
///
/// A code that is sent again and a session that is opened again allow a few more tries each, and both can be had without end; this
/// count goes on over all of them.
enum GuessedCode: String {
    /// A second factor's, or one that signs in by itself.
    case factor
    /// One that allows a new password.
    case reset

    /// The count's name, which no digest of a typed name can be.
    fileprivate func key(_ subject: String) -> String { rawValue + ":" + subject }
}

extension LocalUserPool {
    /// Throws `LimitExceededException` while no code of the kind is looked at; `subject` is a user's permanent id, or nobody's.
    func checkGuesses(_ kind: GuessedCode, of subject: String) throws(AWSError) {
        guard state.wrongPasswords[kind.key(subject)]?.isLocked(at: now) != true else { throw .attemptLimit }
    }

    /// Counts a wrong code.
    func countGuess(_ kind: GuessedCode, of subject: String, in next: inout PoolState) {
        next.wrongPasswords[kind.key(subject), default: WrongPasswords()].add(at: now)
    }
}

extension PoolState {
    /// Clears the count, since a right code was given.
    mutating func forgetGuesses(_ kind: GuessedCode, of user: LocalUser) {
        wrongPasswords[kind.key(user.userSub)] = nil
    }
}
