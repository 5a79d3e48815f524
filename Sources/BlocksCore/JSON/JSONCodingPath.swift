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
