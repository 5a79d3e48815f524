// SPDX-License-Identifier: Apache-2.0

extension RoutePattern {
    /// The pattern that `text`, which must be normalised, stands for.
    ///
    /// Throws what is wrong with it, for whoever wrote it.
    init(_ text: String) throws(ConfigurationError) {
        var bytes = text.utf8[...]
        guard bytes.popFirst() == UInt8(ascii: "/") else { throw Self.mistake(text, "must begin with '/'") }
        var segments = [Segment()]
        var names: [String] = []
        var capturesRest = false
        while let byte = bytes.popFirst() {
            switch byte {
            case UInt8(ascii: "/"): segments.append(Segment())
            case UInt8(ascii: "*"):
                guard bytes.isEmpty else { throw Self.mistake(text, "may have one '*', as its last character") }
                capturesRest = true
            case UInt8(ascii: "}"): throw Self.mistake(text, "has a '}' without a '{' before it")
            case UInt8(ascii: "{"):
                guard let end = bytes.firstIndex(of: UInt8(ascii: "}")) else {
                    throw Self.mistake(text, "has a '{' without a '}' after it")
                }
                let name = String(decoding: bytes[..<end], as: UTF8.self)
                if let problem = Self.problem(of: name) { throw Self.mistake(text, problem) }
                guard !names.contains(name) else { throw Self.mistake(text, "has two parameters '\(name)'") }
                names.append(name)
                segments[segments.count - 1].parameters.append((name: name, literal: []))
                bytes = bytes[bytes.index(after: end)...]
            default: segments[segments.count - 1].append(byte)
            }
        }
        self.init(text: text, segments: segments, capturesRest: capturesRest)
    }

    /// `path` with runs of `/` made one; the same text, and no new one, where there are none.
    static func collapsed(_ path: String) -> String {
        let slash = UInt8(ascii: "/")
        var previous: UInt8 = 0
        let hasRun = path.utf8.contains { byte in
            defer { previous = byte }
            return byte == slash && previous == slash
        }
        guard hasRun else { return path }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(path.utf8.count)
        for byte in path.utf8 where !(byte == slash && bytes.last == slash) { bytes.append(byte) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `path` as patterns are kept: runs of `/` made one, and one at the end dropped.
    static func normalised(_ path: String) -> String {
        let path = collapsed(path)
        return path.utf8.count > 1 && path.utf8.last == UInt8(ascii: "/") ? String(path.dropLast()) : path
    }

    /// Names that upstream's parameters can't have: they mean something to every ECMAScript object.
    private static let reserved = ["__proto__", "constructor", "prototype"]

    private static func problem(of name: String) -> String? {
        if reserved.contains(name) { return "can't have a parameter '\(name)': the name is reserved" }
        let startsWithDigit = name.utf8.first.map(ByteSet.digits.contains) ?? true
        guard !startsWithDigit, name.utf8.allSatisfy(ByteSet.wordCharacters.contains) else {
            return "can't have a parameter '\(name)': a name is of A-Z, a-z, 0-9 and '_', and begins with no digit"
        }
        return nil
    }

    private static func mistake(_ text: String, _ problem: String) -> ConfigurationError {
        ConfigurationError("The path '\(text)' of a RawRoute \(problem).")
    }
}

extension RoutePattern.Segment {
    fileprivate mutating func append(_ byte: UInt8) {
        if parameters.isEmpty {
            lead.append(byte)
        } else {
            parameters[parameters.count - 1].literal.append(byte)
        }
    }
}
