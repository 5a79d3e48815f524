// SPDX-License-Identifier: Apache-2.0

/// A finished answer, before it takes the shape that its front door needs.
public struct BlocksReply: Sendable {
    /// One header line.
    public struct Header: Sendable, Equatable {
        /// The name, in the case it is sent.
        public let name: String
        /// The value.
        public let value: String

        /// A header of this program's own, known to be well-formed.
        init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }

        /// A header, or `nil` when the name is no token or the value holds a control character (RFC 9110 §5.1, §5.5).
        public init?(checking name: String, _ value: String) {
            guard HTTPToken.isToken(name),
                value.utf8.allSatisfy({ ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 })
            else { return nil }
            self.init(name, value)
        }

        /// Whether this header has the name `other`, in any case.
        public func isNamed(_ other: String) -> Bool {
            name.utf8.count == other.utf8.count
                && zip(name.utf8, other.utf8).allSatisfy { Self.fold($0) == Self.fold($1) }
        }

        private static func fold(_ byte: UInt8) -> UInt8 {
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
        }
    }

    /// HTTP status number.
    public var status: Int
    /// Headers other than `Set-Cookie`; a name appears once.
    public var headers: [Header]
    /// `Set-Cookie` values, each a header line of its own.
    public var cookies: [String]
    /// The body's bytes.
    public var body: [UInt8]

    /// An answer of the given parts.
    public init(status: Int, headers: [Header], cookies: [String] = [], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.cookies = cookies
        self.body = body
    }
}

/// Cookies are credentials, and so may the body be.
extension BlocksReply: Withheld {}

/// A field may carry tokens.
extension BlocksReply.Header: Withheld {}
