// SPDX-License-Identifier: Apache-2.0

/// Turns a text into tape words, strictly by RFC 8259.
///
/// A loop, not a recursion: the word of an open container holds its parent's tape index until it closes, so the tape is
/// also the stack, and a file of brackets costs a word or two each, up to the depth limit.
struct JSONParser {
    private var words: [UInt64] = []
    private let maximumDepth: Int

    /// The words of `text`.
    static func words(of text: Span<UInt8>, limits: JSONLimits) throws(JSONError) -> [UInt64] {
        guard text.count <= limits.effectiveBytes else { throw JSONError(.tooLarge) }
        var parser = JSONParser(maximumDepth: limits.effectiveDepth)
        // A guess that holds for events: one value in sixteen bytes. Long strings need far fewer, so no more than a page.
        parser.words.reserveCapacity(min(text.count / 16 + 8, 512))
        try parser.run(text)
        return parser.words
    }

    private init(maximumDepth: Int) {
        self.maximumDepth = maximumDepth
    }

    private mutating func run(_ text: Span<UInt8>) throws(JSONError) {
        var index = 0
        var container = -1  // tape index of the innermost open container
        var isObject = false
        var depth = 0
        var count: UInt64 = 0  // values so far in the innermost open container

        while true {
            // A value begins here.
            index = Self.skipSpace(text, from: index)
            guard index < text.count else { throw JSONError(.syntax, offset: index) }
            let first = text[index]
            switch first {
            case JSONText.quote:
                index = try string(text, from: index &+ 1)
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth &+= 1
                guard depth <= maximumDepth else { throw JSONError(.tooDeep, offset: index) }
                if container >= 0 { words[container &+ 1] = count << 32 }
                isObject = first == UInt8(ascii: "{")
                words.append(JSONTape.word(isObject ? .object : .array, start: index, upper: container &+ 1))
                words.append(0)
                container = words.count &- 2
                count = 0
                index = Self.skipSpace(text, from: index &+ 1)
                guard index < text.count else { throw JSONError(.syntax, offset: index) }
                if text[index] != (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                    if isObject { index = try key(text, from: index) }
                    continue
                }
            // An empty container: the loop below closes it.
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                index = try number(text, from: index)
            case UInt8(ascii: "t"): index = try literal(text, "true", .true, from: index)
            case UInt8(ascii: "f"): index = try literal(text, "false", .false, from: index)
            case UInt8(ascii: "n"): index = try literal(text, "null", .null, from: index)
            default: throw JSONError(.syntax, offset: index)
            }

            // A value has ended, or (its bracket came last) an empty container is about to.
            var isEmpty = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
            while true {
                index = Self.skipSpace(text, from: index)
                guard container >= 0 else {
                    guard index == text.count else { throw JSONError(.trailingBytes, offset: index) }
                    return
                }
                guard index < text.count else { throw JSONError(.syntax, offset: index) }
                if !isEmpty { count &+= 1 }
                isEmpty = false
                if text[index] == UInt8(ascii: ",") {
                    index = Self.skipSpace(text, from: index &+ 1)
                    if isObject { index = try key(text, from: index) }
                    break
                }
                guard text[index] == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
                    throw JSONError(.syntax, offset: index)
                }
                index &+= 1
                // Close: the parent's index, kept in the first word, makes room for the index behind the last descendant.
                let parent = Int(truncatingIfNeeded: words[container] >> 32) &- 1
                words[container] = words[container] & 0xFFFF_FFFF | UInt64(words.count) << 32
                words[container &+ 1] = UInt64(index) | count << 32
                container = parent
                depth &-= 1
                if parent >= 0 {
                    isObject = words[parent] & 7 == JSONTape.Kind.object.rawValue
                    count = words[parent &+ 1] >> 32
                }
            }
        }
    }

    @inline(__always)
    private static func skipSpace(_ text: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < text.count {
            switch text[index] {
            case 0x20, 0x0A, 0x0D, 0x09: index &+= 1
            default: return index
            }
        }
        return index
    }

    /// Consumes a member's key and colon; the value comes next.
    @inline(__always)
    private mutating func key(_ text: Span<UInt8>, from start: Int) throws(JSONError) -> Int {
        guard start < text.count, text[start] == JSONText.quote else { throw JSONError(.syntax, offset: start) }
        let index = Self.skipSpace(text, from: try string(text, from: start &+ 1))
        guard index < text.count, text[index] == UInt8(ascii: ":") else { throw JSONError(.syntax, offset: index) }
        return index &+ 1
    }

    /// Consumes a string from behind its opening quote to behind its closing one.
    private mutating func string(_ text: Span<UInt8>, from start: Int) throws(JSONError) -> Int {
        var index = start
        var isEscaped = false
        while true {
            index = JSONText.plainEnd(text, from: index)
            // Escapes and letters outside ASCII come in runs, which is why this loop stays until a plain byte.
            special: while true {
                guard index < text.count else { throw JSONError(.syntax, offset: index) }
                let byte = text[index]
                if byte == JSONText.backslash {
                    isEscaped = true
                    index = try escape(text, from: index)
                } else if byte >= 0x80 {
                    let length = JSONText.sequenceLength(text, at: index)
                    guard length > 0 else { throw JSONError(.invalidUTF8, offset: index) }
                    index &+= length
                } else if byte == JSONText.quote {
                    words.append(JSONTape.word(.string, start: start, upper: index, flag: isEscaped))
                    return index &+ 1
                } else if byte < 0x20 {
                    throw JSONError(.syntax, offset: index)
                } else {
                    break special
                }
            }
        }
    }

    /// Consumes an escape from its backslash on.
    @inline(__always)
    private func escape(_ text: Span<UInt8>, from index: Int) throws(JSONError) -> Int {
        guard index &+ 1 < text.count else { throw JSONError(.syntax, offset: index) }
        switch text[index &+ 1] {
        case JSONText.quote, JSONText.backslash, UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return index &+ 2
        case UInt8(ascii: "u"):
            guard JSONText.hexadecimal(text, at: index &+ 2) != nil else { throw JSONError(.syntax, offset: index) }
            return index &+ 6
        default: throw JSONError(.syntax, offset: index)
        }
    }

    private mutating func number(_ text: Span<UInt8>, from start: Int) throws(JSONError) -> Int {
        var index = start
        var isInteger = true
        if text[index] == UInt8(ascii: "-") { index &+= 1 }
        if index < text.count, text[index] == UInt8(ascii: "0") {
            index &+= 1
        } else {
            index = try digits(text, from: index)
        }
        if index < text.count, text[index] == UInt8(ascii: ".") {
            isInteger = false
            index = try digits(text, from: index &+ 1)
        }
        if index < text.count, text[index] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            index &+= 1
            if index < text.count, text[index] == UInt8(ascii: "+") || text[index] == UInt8(ascii: "-") { index &+= 1 }
            index = try digits(text, from: index)
        }
        words.append(JSONTape.word(.number, start: start, upper: index, flag: isInteger))
        return index
    }

    /// Consumes one digit or more.
    private func digits(_ text: Span<UInt8>, from start: Int) throws(JSONError) -> Int {
        var index = start
        while index < text.count, text[index] &- 0x30 < 10 { index &+= 1 }
        guard index > start else { throw JSONError(.syntax, offset: index) }
        return index
    }

    private mutating func literal(
        _ text: Span<UInt8>, _ expected: StaticString, _ kind: JSONTape.Kind, from start: Int
    ) throws(JSONError) -> Int {
        let length = expected.utf8CodeUnitCount
        guard start &+ length <= text.count else { throw JSONError(.syntax, offset: start) }
        for position in 0..<length where text[start &+ position] != expected.utf8Start[position] {
            throw JSONError(.syntax, offset: start &+ position)
        }
        words.append(JSONTape.word(kind, start: start, upper: start &+ length))
        return start &+ length
    }
}
