// SPDX-License-Identifier: Apache-2.0

/// Where in a value the encoder or decoder is: a list that costs one allocation a step, and an array only in an error.
indirect enum JSONCodingPath {
    case root
    case step(any CodingKey, below: JSONCodingPath)

    func appending(_ key: any CodingKey) -> JSONCodingPath { .step(key, below: self) }

    /// The keys, outermost first.
    var keys: [any CodingKey] {
        var keys: [any CodingKey] = []
        var path = self
        while case .step(let key, let below) = path {
            keys.append(key)
            path = below
        }
        return keys.reversed()
    }
}

/// A key for places that have no name of their own: elements, and what a superclass encodes.
struct JSONCodingKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(stringValue: String) {
        self.stringValue = stringValue
        intValue = nil
    }

    init(intValue: Int) {
        stringValue = String(intValue)
        self.intValue = intValue
    }

    static let `super` = JSONCodingKey(stringValue: "super")
}

/// `value` as a `Target`, if that is the very type it has.
///
/// What `as?` comes to, for a hundredth of the time in code that is not specialised.
@inline(__always)
func exactly<Value, Target>(_ value: Value, _ type: Target.Type) -> Target? {
    guard Value.self == Target.self else { return nil }
    // The types are the same, so this rebinds nothing.
    return withUnsafePointer(to: value) { UnsafeRawPointer($0).assumingMemoryBound(to: Target.self).pointee }
}
