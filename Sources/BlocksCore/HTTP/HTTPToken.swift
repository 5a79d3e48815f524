// SPDX-License-Identifier: Apache-2.0

/// The characters that names of headers and cookies are made of (RFC 9110 §5.6.2).
enum HTTPToken {
    /// Whether `text` is a token: one or more of the legal characters.
    static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }
}
