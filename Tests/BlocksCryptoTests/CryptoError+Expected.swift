// SPDX-License-Identifier: Apache-2.0

@testable import BlocksCrypto

extension CryptoError {
    /// The errors that tests expect; equality looks at the code alone.
    static let authenticationFailure = CryptoError(.authenticationFailed, "expected")
    static let keyRefusal = CryptoError(.invalidKey, "expected")
    static let lengthRefusal = CryptoError(.invalidLength, "expected")
    static let formRefusal = CryptoError(.malformedInput, "expected")
}
