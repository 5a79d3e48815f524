// SPDX-License-Identifier: Apache-2.0

/// The two alphabets of RFC 4648 with the one codec under both of them.
struct Base64Alphabet {
    private let characters: [UInt8]
    /// Six bits for each character of the alphabet, `0xFF` for any other byte.
    private let values: [UInt8]

    static let standard = Base64Alphabet(last: "+/")  // §4
    static let urlSafe = Base64Alphabet(last: "-_")  // §5

    private init(last: String) {
        characters = Array(("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + last).utf8)
        var values = [UInt8](repeating: 0xFF, count: 256)
        for (value, character) in characters.enumerated() { values[Int(character)] = UInt8(value) }
        self.values = values
    }

    /// The text of `bytes`, with `=` up to a multiple of four characters if `padded`.
    func encode(_ bytes: [UInt8], padded: Bool) -> String {
        let whole = bytes.count / 3
        let rest = bytes.count % 3
        let length = whole * 4 + (rest == 0 ? 0 : padded ? 4 : rest + 1)
        return String(unsafeUninitializedCapacity: length) { output in
            characters.withUnsafeBufferPointer { characters in
                var at = 0
                func write(_ triple: UInt32, _ count: Int) {
                    for index in 0..<count {
                        output[at] = characters[Int(triple >> (18 - 6 * UInt32(index)) & 0x3F)]
                        at += 1
                    }
                }
                for index in 0..<whole {
                    let first = index * 3
                    write(UInt32(bytes[first]) << 16 | UInt32(bytes[first + 1]) << 8 | UInt32(bytes[first + 2]), 4)
                }
                if rest > 0 {
                    let second = rest == 2 ? UInt32(bytes[bytes.count - 1]) << 8 : 0
                    write(UInt32(bytes[whole * 3]) << 16 | second, rest + 1)
                    while at < length {
                        output[at] = UInt8(ascii: "=")
                        at += 1
                    }
                }
            }
            return length
        }
    }

    /// The bytes of `text`, which has no padding; `nil` for a byte outside the alphabet, an impossible length, or bits set
    /// beyond the last byte (§3.5: two texts must not mean the same).
    func decode(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        let whole = text.count / 4
        let rest = text.count % 4
        if rest == 1 { return nil }
        var isValid = true
        let bytes = [UInt8](unsafeUninitializedCapacity: whole * 3 + max(rest - 1, 0)) { output, count in
            values.withUnsafeBufferPointer { values in
                var seen: UInt8 = 0  // gathers the top bits, which only the mark of a foreign byte has
                for index in 0..<whole {
                    let a = values[Int(text[index * 4])]
                    let b = values[Int(text[index * 4 + 1])]
                    let c = values[Int(text[index * 4 + 2])]
                    let d = values[Int(text[index * 4 + 3])]
                    seen |= a | b | c | d
                    output[count] = a << 2 | b >> 4
                    output[count + 1] = b << 4 | c >> 2
                    output[count + 2] = c << 6 | d
                    count += 3
                }
                if rest > 0 {
                    let a = values[Int(text[whole * 4])]
                    let b = values[Int(text[whole * 4 + 1])]
                    let c = rest == 3 ? values[Int(text[whole * 4 + 2])] : 0
                    seen |= a | b | c
                    output[count] = a << 2 | b >> 4
                    count += 1
                    if rest == 3 {
                        output[count] = b << 4 | c >> 2
                        count += 1
                    }
                    isValid = (rest == 2 ? b << 4 : c << 6) == 0
                }
                isValid = isValid && seen < 0x40
            }
        }
        return isValid ? bytes : nil
    }
}
