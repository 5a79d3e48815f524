// SPDX-License-Identifier: Apache-2.0

/// Reads the subset of ECMAScript's expressions that ``OriginExpression`` understands.
struct OriginExpressionParser {
    typealias Node = OriginExpression.Node
    typealias Unsupported = OriginExpression.Unsupported

    private let text: [UInt8]
    private var index = 0

    /// The parts of `text`.
    static func parse(_ text: [UInt8]) throws(Unsupported) -> Node {
        var parser = OriginExpressionParser(text: text)
        let node = try parser.alternatives(depth: 0)
        guard parser.index == text.count else { throw Unsupported() }
        return node
    }

    private init(text: [UInt8]) {
        self.text = text
    }

    private var peek: UInt8? { index < text.count ? text[index] : nil }

    private mutating func take(_ byte: Character) -> Bool {
        guard peek == byte.asciiValue else { return false }
        index += 1
        return true
    }

    private mutating func alternatives(depth: Int) throws(Unsupported) -> Node {
        guard depth < 32 else { throw Unsupported() }
        var nodes = [try sequence(depth: depth)]
        while take("|") { nodes.append(try sequence(depth: depth)) }
        return nodes.count == 1 ? nodes[0] : .either(nodes)
    }

    private mutating func sequence(depth: Int) throws(Unsupported) -> Node {
        var nodes: [Node] = []
        while let byte = peek, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
            let node = try atom(depth: depth)
            nodes.append(try quantified(node))
        }
        return .sequence(nodes)
    }

    private mutating func atom(depth: Int) throws(Unsupported) -> Node {
        guard let byte = peek, byte < 0x80 else { throw Unsupported() }
        index += 1
        switch byte {
        case UInt8(ascii: "."): return .byte(.any)
        case UInt8(ascii: "^"): return .start
        case UInt8(ascii: "$"): return .end
        case UInt8(ascii: "\\"): return .byte(try escape())
        case UInt8(ascii: "["): return .byte(try characterClass())
        case UInt8(ascii: "("):
            if take("?"), !take(":") { throw Unsupported() }
            let node = try alternatives(depth: depth + 1)
            guard take(")") else { throw Unsupported() }
            return node
        case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "{"): throw Unsupported()
        default: return .byte(ByteSet(byte))
        }
    }

    /// `node` with the quantifier behind it; whether that is greedy makes no difference to whether a whole text matches.
    private mutating func quantified(_ node: Node) throws(Unsupported) -> Node {
        var minimum = 0
        var maximum: Int?
        if take("?") {
            maximum = 1
        } else if take("+") {
            minimum = 1
        } else if take("{") {
            minimum = try number()
            maximum = minimum
            if take(",") { maximum = peek == UInt8(ascii: "}") ? nil : try number() }
            guard take("}"), maximum.map({ $0 >= minimum }) ?? true else { throw Unsupported() }
        } else if !take("*") {
            return node
        }
        switch node {
        case .start, .end: throw Unsupported()
        default: break
        }
        _ = take("?")
        return .repeated(node, minimum: minimum, maximum: maximum)
    }

    private mutating func number() throws(Unsupported) -> Int {
        let start = index
        var value = 0
        while let byte = peek, ByteSet.digits.contains(byte) {
            value = min(value * 10 + Int(byte - 0x30), OriginExpression.longest)
            index += 1
        }
        guard index > start else { throw Unsupported() }
        return value
    }

    /// The set that an escape stands for; the backslash is behind us.
    private mutating func escape() throws(Unsupported) -> ByteSet {
        guard let byte = peek, byte < 0x80 else { throw Unsupported() }
        index += 1
        switch byte {
        case UInt8(ascii: "d"): return .digits
        case UInt8(ascii: "D"): return ByteSet.digits.inverted
        case UInt8(ascii: "w"): return .wordCharacters
        case UInt8(ascii: "W"): return ByteSet.wordCharacters.inverted
        case UInt8(ascii: "s"): return .blanks
        case UInt8(ascii: "S"): return ByteSet.blanks.inverted
        default:
            // Letters and digits mean other things there (boundaries, references, controls); punctuation is itself.
            guard !ByteSet.wordCharacters.contains(byte) else { throw Unsupported() }
            return ByteSet(byte)
        }
    }

    /// The set of a class; its opening bracket is behind us.
    private mutating func characterClass() throws(Unsupported) -> ByteSet {
        let isInverted = take("^")
        var set = ByteSet()
        while !take("]") {
            let (lower, item) = try classItem()
            guard peek == UInt8(ascii: "-"), index + 1 < text.count, text[index + 1] != UInt8(ascii: "]") else {
                set.formUnion(item)
                continue
            }
            index += 1
            guard let lower, let upper = try classItem().byte, lower <= upper else { throw Unsupported() }
            set.insert(lower...upper)
        }
        return isInverted ? set.inverted : set
    }

    /// One byte of a class, or a set such as `\d`, which has no single byte and cannot bound a range.
    private mutating func classItem() throws(Unsupported) -> (byte: UInt8?, set: ByteSet) {
        guard let byte = peek, byte < 0x80 else { throw Unsupported() }
        index += 1
        guard byte == UInt8(ascii: "\\") else { return (byte, ByteSet(byte)) }
        let escaped = peek
        let set = try escape()
        return (escaped.flatMap { ByteSet.wordCharacters.contains($0) ? nil : $0 }, set)
    }
}
