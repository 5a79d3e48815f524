// SPDX-License-Identifier: Apache-2.0

/// The header lines and cookies of a request, read from where they lie when they are asked for.
///
/// A browser sends some twenty lines, of which a request needs two or three: making strings of all of them would cost more
/// than everything else that is done with a small request.
public struct RequestHeaders: Sendable {
    private enum Source {
        case lines([BlocksRequest.Header], cookies: String?)
        case members(JSONView?, cookies: JSONView?)
    }

    private let source: Source

    /// Lines as given; `cookies` are all cookies joined by `; `, `nil` when there are none.
    public init(_ lines: [BlocksRequest.Header], cookies: String?) {
        source = .lines(lines, cookies: cookies)
    }

    /// The members of an object as lines, whatever the case of their names, and cookies as the strings of an array.
    ///
    /// `nil` stands for "none" in both; a member that is `null` is no line. Without an array of cookies the line `cookie` counts. Fails
    /// when a member or an element is anything but a string.
    public init?(members: JSONView?, cookies: JSONView?) {
        if let members {
            var lines = members.members
            while let (_, value) = lines.nextViews() {
                guard value.kind == .string || value.isNull else { return nil }
            }
        }
        if let cookies {
            for cookie in cookies.elements where cookie.kind != .string { return nil }
        }
        source = .members(members, cookies: cookies?.count == 0 ? nil : cookies)
    }

    /// The first value of the line `name`, which must be given in lower case; `nil` when absent.
    public func first(_ name: String) -> String? {
        switch source {
        case .lines(let lines, _):
            return lines.first { $0.name == name }?.value
        case .members(let object, _):
            guard var members = object?.members else { return nil }
            let wanted = name.utf8Span.span
            while let (key, value) = members.nextViews() {
                if key.isNamed(wanted), !value.isNull { return value.string }
            }
            return nil
        }
    }

    /// Every line in the order received, repeated names kept, names in lower case.
    public var list: [BlocksRequest.Header] {
        switch source {
        case .lines(let lines, _): return lines
        case .members(let object, _):
            var lines: [BlocksRequest.Header] = []
            guard var members = object?.members else { return lines }
            while let (key, value) = members.nextViews() {
                guard let name = key.string, let value = value.string else { continue }
                lines.append(BlocksRequest.Header(name: FieldName.lowercased(name), value: value))
            }
            return lines
        }
    }

    /// All cookies joined by `; `, as in one `Cookie` header; `nil` when there are none.
    public var cookies: String? {
        switch source {
        case .lines(_, let cookies): return cookies
        case .members(_, let array):
            guard let array else { return first("cookie") }
            return array.elements.lazy.compactMap(\.string).joined(separator: "; ")
        }
    }
}

/// Names of header fields.
public enum FieldName {
    /// `name` with its ASCII capitals in lower case; only ASCII has case in field names (RFC 9110 §5.1).
    public static func lowercased(_ name: String) -> String {
        guard name.utf8.contains(where: { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") }) else { return name }
        return String(decoding: name.utf8.map { ($0 >= 0x41 && $0 <= 0x5A) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}

extension JSONView {
    /// Whether this string, in any case, is the field name `lowercased`.
    ///
    /// An escaped string is none: no field name holds a character that JSON must escape.
    fileprivate func isNamed(_ lowercased: Span<UInt8>) -> Bool {
        tape.withContent(index) { text in
            guard text.count == lowercased.count else { return false }
            var index = 0
            while index < text.count {
                let byte = text[index]
                let lower = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
                if lower != lowercased[index] { return false }
                index &+= 1
            }
            return true
        }
    }
}

/// Cookies and credentials are among them.
extension RequestHeaders: Withheld {}
