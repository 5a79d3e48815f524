// SPDX-License-Identifier: Apache-2.0

import BlocksAWS
import BlocksCore
import BlocksCrypto

extension LocalUserPool {
    /// Makes a code for `username` that goes to `contact`, in place of an earlier one of the same purpose, and writes it into the outbox.
    ///
    /// Codes that confirm an `attribute` are kept apart by its name.
    ///
    /// It is called inside ``commit(_:)``: a code that can't be delivered leaves the state as it was. Announce the code once
    /// the state is written.
    func issueCode(
        _ purpose: IssuedCode.Purpose, to username: String, at contact: Contact, for attribute: String? = nil,
        in next: inout PoolState
    ) throws(AWSError) -> IssuedCode {
        let (issued, pending) = try makeCode(purpose, for: username, at: contact)
        next.codes[PoolState.codeKey(purpose, username, attribute)] = pending
        return issued
    }

    /// Makes a code and writes it into the outbox; what it is to be checked by is for the caller to keep.
    func makeCode(
        _ purpose: IssuedCode.Purpose, for username: String, at contact: Contact
    ) throws(AWSError) -> (IssuedCode, PendingCode) {
        let issued: IssuedCode
        let pending: PendingCode
        do {
            let number = 100_000 + (try random.uniform(below: 900_000))
            issued = IssuedCode(username: username, code: String(number), purpose: purpose)
            pending = try PendingCode(issued, to: contact, at: now, random: random)
        } catch {
            throw fault("code", error)
        }
        do {
            try messages.deliver(issued)
        } catch {
            _ = fault("code delivery", error)
            throw .codeNotDelivered
        }
        return (issued, pending)
    }

    /// Accepts the pending code that went to `contact`, or throws why not; a wrong try is counted and written first.
    ///
    /// The code stays until the caller removes it together with what it allowed.
    func checkCode(
        _ purpose: IssuedCode.Purpose, _ username: String, _ code: Secret<String>, at contact: Contact,
        for attribute: String? = nil
    ) throws(AWSError) {
        let key = PoolState.codeKey(purpose, username, attribute)
        guard var pending = state.codes[key] else { throw .codeMismatch }
        let attempt = code.withExposed { IssuedCode(username: username, code: $0, purpose: purpose) }
        switch pending.check(attempt, to: contact, at: now) {
        case .accepted: return
        case .tooManyTries: throw .attemptLimit
        case .expired:
            try commit { $0.codes[key] = nil }
            throw .codeExpired
        case .mismatch:
            try commit { $0.codes[key] = pending }
            throw .codeMismatch
        }
    }
}

extension PoolState {
    /// Drops the codes that went to addresses which are no longer the user's; `attributes` are those that changed.
    mutating func dropCodes(of username: String, changed attributes: [String]) {
        guard !attributes.isEmpty else { return }
        for purpose in [IssuedCode.Purpose.signUp, .resetPassword] { codes[Self.codeKey(purpose, username)] = nil }
        for attribute in attributes { codes[Self.codeKey(.attribute, username, attribute)] = nil }
    }
}
