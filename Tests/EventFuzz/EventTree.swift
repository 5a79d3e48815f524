// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// A JSON value that may also be wrong: names can occur twice, and the texts of scalars are anything.
indirect enum EventTree {
    case scalar([UInt8])
    case array([EventTree])
    case object([(name: [UInt8], value: EventTree)])

    /// The tree of a value.
    init(_ view: JSONView) {
        switch view.kind {
        case .array: self = .array(view.elements.map(EventTree.init))
        case .object:
            var members: [(name: [UInt8], value: EventTree)] = []
            var views = view.members
            while let (key, value) = views.nextViews() { members.append((Array(key.raw), EventTree(value))) }
            self = .object(members)
        default: self = .scalar(Array(view.raw))
        }
    }

    /// How many values it has, itself included.
    var count: Int {
        switch self {
        case .scalar: 1
        case .array(let elements): elements.reduce(1) { $0 + $1.count }
        case .object(let members): members.reduce(1) { $0 + $1.value.count }
        }
    }

    /// The value number `index`, itself being the first; the last there is beyond it.
    func value(at index: Int) -> EventTree {
        var left = index
        var found = self
        visit(&left) { found = $0 }
        return found
    }

    /// Changes the value number `index`.
    mutating func edit(at index: Int, _ change: (inout EventTree) -> Void) {
        var left = index
        edit(&left, change)
    }

    private func visit(_ left: inout Int, _ found: (EventTree) -> Void) {
        if left == 0 { found(self) }
        left -= 1
        switch self {
        case .scalar: break
        case .array(let elements): for element in elements where left >= 0 { element.visit(&left, found) }
        case .object(let members): for member in members where left >= 0 { member.value.visit(&left, found) }
        }
    }

    private mutating func edit(_ left: inout Int, _ change: (inout EventTree) -> Void) {
        if left == 0 { change(&self) }
        left -= 1
        guard left >= 0 else { return }
        switch self {
        case .scalar: break
        case .array(var elements):
            for index in elements.indices where left >= 0 { elements[index].edit(&left, change) }
            self = .array(elements)
        case .object(var members):
            for index in members.indices where left >= 0 { members[index].value.edit(&left, change) }
            self = .object(members)
        }
    }

    /// Appends the JSON text.
    func write(to bytes: inout [UInt8]) {
        switch self {
        case .scalar(let text): bytes += text
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                element.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                bytes += member.name
                bytes.append(UInt8(ascii: ":"))
                member.value.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }
}
