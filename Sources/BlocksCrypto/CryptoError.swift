// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// A failure of this module; two errors are equal when their codes are.
public struct CryptoError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong, as far as a caller may act on it.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Name: String {
            case randomUnavailable, libraryFailure, invalidKey, invalidLength, malformedInput, authenticationFailed
        }
        private let name: Name

        /// The source of randomness gave nothing, or less than was asked for.
        public static let randomUnavailable = Code(name: .randomUnavailable)
        /// OpenSSL refused an operation that cannot fail for reasons of its input, for example out of memory.
        public static let libraryFailure = Code(name: .libraryFailure)
        /// A key that is damaged, of the wrong kind, or too weak to be accepted.
        public static let invalidKey = Code(name: .invalidKey)
        /// A length or count outside the documented range.
        public static let invalidLength = Code(name: .invalidLength)
        /// Text or bytes that are not of the documented form.
        public static let malformedInput = Code(name: .malformedInput)
        /// A ciphertext, or what it is bound to, was changed, or the key is another one.
        public static let authenticationFailed = Code(name: .authenticationFailed)

        /// The code's name, safe to show.
        public var description: String { name.rawValue }
    }

    /// What went wrong.
    public let code: Code
    /// What it was about, for the log; never holds input or key material.
    public let reason: String

    init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// Compares the codes only.
    public static func == (a: Self, b: Self) -> Bool { a.code == b.code }

    /// The code and the reason, safe to show.
    public var description: String { "\(code): \(reason)" }
}

extension CryptoError {
    /// The error for a failed OpenSSL call, with OpenSSL's own reason; empties the thread's error queue.
    static func openSSL(_ operation: String, _ code: Code = .libraryFailure) -> CryptoError {
        let detail = ERR_reason_error_string(ERR_peek_last_error()).map { String(cString: $0) }
        discardOpenSSLErrors()
        return CryptoError(code, detail.map { "\(operation): \($0)" } ?? operation)
    }

    /// Empties the thread's error queue, for the TLS code on this thread would take a stale entry for its own.
    static func discardOpenSSLErrors() { ERR_clear_error() }
}
