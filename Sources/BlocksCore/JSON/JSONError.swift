// SPDX-License-Identifier: Apache-2.0

/// Why a text was refused as JSON.
///
/// Two errors are equal when their codes are. Nothing here repeats the input, so a description may be logged and shown.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of refusal.
    public struct Code: Sendable, Hashable {
        private enum Base: Sendable {
            case syntax, tooDeep, tooLarge, invalidUTF8, trailingBytes
        }
        private let base: Base

        /// The text departs from the grammar of RFC 8259, or ends too early.
        public static let syntax = Code(base: .syntax)
        /// Arrays and objects are nested deeper than ``JSONLimits/maximumDepth``.
        public static let tooDeep = Code(base: .tooDeep)
        /// The text is longer than ``JSONLimits/maximumBytes``.
        public static let tooLarge = Code(base: .tooLarge)
        /// A string holds bytes that are not UTF-8.
        public static let invalidUTF8 = Code(base: .invalidUTF8)
        /// Something follows the value.
        public static let trailingBytes = Code(base: .trailingBytes)
    }

    /// The kind of refusal.
    public let code: Code
    /// The byte at which the text was refused, counted from 0; `nil` where no single byte is to blame.
    public let offset: Int?

    /// Makes an error.
    public init(_ code: Code, offset: Int? = nil) {
        self.code = code
        self.offset = offset
    }

    /// Equality of the codes.
    public static func == (left: JSONError, right: JSONError) -> Bool { left.code == right.code }

    /// A sentence that names the kind and the byte, never the input.
    public var description: String {
        let reason =
            switch code {
            case .tooDeep: "JSON is nested too deeply"
            case .tooLarge: "JSON text is too long"
            case .invalidUTF8: "JSON text is not UTF-8"
            case .trailingBytes: "JSON value is followed by something else"
            default: "JSON text is malformed"
            }
        guard let offset else { return reason }
        return "\(reason) (byte \(offset))"
    }
}
