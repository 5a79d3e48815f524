// SPDX-License-Identifier: Apache-2.0

import BlocksCore
import Foundation

/// A `Set-Cookie` value taken apart (RFC 6265 §5.2).
struct ReceivedCookie: Sendable, Equatable {
    /// An attribute such as `HttpOnly` or `Max-Age=900`.
    struct Attribute: Sendable, Equatable {
        /// The name as it was sent.
        let name: String
        /// The text after `=`; `nil` when there is none.
        let value: String?
    }

    let name: String
    let value: String
    let attributes: [Attribute]

    /// Reads `line`; `nil` when it has no name or no `=`.
    init?(_ line: String) {
        var parts = line.split(separator: ";", omittingEmptySubsequences: false).map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        let pair = parts.removeFirst()
        guard let equals = pair.firstIndex(of: "="), equals != pair.startIndex else { return nil }
        name = String(pair[..<equals])
        value = String(pair[pair.index(after: equals)...])
        attributes = parts.filter { !$0.isEmpty }.map { part in
            guard let equals = part.firstIndex(of: "=") else { return Attribute(name: part, value: nil) }
            return Attribute(name: String(part[..<equals]), value: String(part[part.index(after: equals)...]))
        }
    }

    /// The value of the attribute called `name` in any case, `""` when it has none; `nil` when it is absent.
    subscript(_ name: String) -> String? {
        attributes.first { $0.name.lowercased() == name.lowercased() }.map { $0.value ?? "" }
    }
}

extension ReceivedCookie: Withheld {}
