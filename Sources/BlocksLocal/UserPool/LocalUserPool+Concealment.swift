// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto

/// Whom a code is for: a user, or nobody under a name that somebody typed.
struct CodeHolder {
    /// The user's name, or one that no user can have.
    let name: String
    /// `nil` for nobody.
    let user: LocalUser?

    /// What wrong codes are counted by.
    var guessSubject: String { user?.userSub ?? name }

    /// Nobody under the name `identifier`, told apart from others of the kind.
    static func nobody(_ identifier: String) -> CodeHolder {
        // Users' names have no white space.
        CodeHolder(name: "nobody " + TokenDigest.of(Secret(identifier)), user: nil)
    }
}

/// What names that are nobody's get: the answers, the counts and the work of a user's (known weakness A11).
extension LocalUserPool {
    /// Whom codes for `identifier` are for.
    func codeHolder(_ identifier: String) -> CodeHolder {
        guard let name = username(for: identifier), let user = state.users[name] else { return .nobody(identifier) }
        return CodeHolder(name: name, user: user)
    }

    /// Accepts the pending code, or throws `CodeMismatchException` or `LimitExceededException`.
    ///
    /// Where there is none, or none any more, tries are counted against one that nobody knows: neither the answer nor the number of tries
    /// tells whether a code was sent, or when.
    func checkConcealedCode(
        _ purpose: IssuedCode.Purpose, of holder: CodeHolder, _ code: Secret<String>, at contact: Contact,
        counting kind: GuessedCode? = nil
    ) throws(AWSError) {
        let key = PoolState.codeKey(purpose, holder.name)
        let decoy = try unknownCode(purpose, holder)
        var pending = decoy
        if let live = state.codes[key], !live.isExpired(at: now) { pending = live }
        let attempt = code.withExposed { IssuedCode(username: holder.name, code: $0, purpose: purpose) }
        switch pending.check(attempt, to: contact, at: now) {
        case .accepted: return
        case .tooManyTries: throw .attemptLimit
        case .expired, .mismatch:
            try commit { [pending] next in
                next.codes[key] = pending
                if let kind { countGuess(kind, of: holder.guessSubject, in: &next) }
            }
            throw .codeMismatch
        }
    }

    /// Does the work of sending a code, and sends none.
    func pretendToSend(_ purpose: IssuedCode.Purpose, to holder: CodeHolder) throws(AWSError) {
        let key = PoolState.codeKey(purpose, holder.name)
        let decoy = try unknownCode(purpose, holder)
        try commit { next throws(AWSError) in
            // What an administrator had sent to a user stays good.
            let isUsersOwn = holder.user != nil && next.codes[key]?.isExpired(at: now) == false
            if !isUsersOwn { next.codes[key] = decoy }
            do { try messages.pretend() } catch { throw fault("code delivery", error) }
        }
    }

    /// Where a code would have gone: to the address that was typed, else to a made-up one of the kind that users of this pool have, the
    /// same each time.
    func decoyContact(for identifier: String) throws(AWSError) -> Contact {
        if AttributeSchema.isEmail(identifier) { return .email(identifier) }
        if AttributeSchema.isPhone(identifier) { return .phone(identifier) }
        let noise = try sealer().pseudorandom("contact:\(identifier)")
        let names = configuration.signInWith
        if names.contains(.phone), !names.contains(.email) {
            return .phone("+1" + noise.prefix(10).map { String($0 % 10) }.joined())
        }
        let letters = noise.prefix(2).map { String(UnicodeScalar(UInt8(ascii: "a") + $0 % 26)) }
        return .email(letters.joined(separator: "@"))
    }

    /// A sign-up under a taken name: as much work as any, and an answer of the same form.
    func pretendSignUp(_ user: LocalUser) throws(AWSError) -> SignUpOutput {
        let session = try newToken()
        _ = try unknownCode(.signUp, CodeHolder(name: "", user: nil))
        try commit { _ throws(AWSError) in
            do { try messages.pretend() } catch { throw fault("code delivery", error) }
        }
        return SignUpOutput(
            userConfirmed: user.confirmed, userSub: user.userSub,
            codeDelivery: user.confirmed ? nil : Contact(user.attributes).delivery, session: session)
    }

    /// What a user who has yet to confirm reads at sign-in; where taken names are concealed, that the password is wrong.
    func unconfirmed(_ name: String, _ session: String? = nil) throws(AWSError) -> AWSError {
        configuration.concealsTakenNames ? try wrongPassword(of: name, session) : .userNotConfirmed
    }

    /// A code that nobody knows.
    private func unknownCode(_ purpose: IssuedCode.Purpose, _ holder: CodeHolder) throws(AWSError) -> PendingCode {
        let code = try newToken().withExposed { $0 }
        do {
            return try PendingCode(
                IssuedCode(username: holder.name, code: code, purpose: purpose), to: .none, at: now, random: random)
        } catch {
            throw fault("code", error)
        }
    }
}
