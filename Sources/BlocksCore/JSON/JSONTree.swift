// SPDX-License-Identifier: Apache-2.0

/// What an encoder has been given, until the whole of it is written.
///
/// A tree, because `Encodable` types may fill their containers in any order, several at a time.
enum JSONNode {
    case null
    case bool(Bool)
    case integer(Int64)
    case unsigned(UInt64)
    case number(String)
    case string(String)
    case value(JSONValue)
    case array(JSONArrayNode)
    case object(JSONObjectNode)
    /// A superclass's encoder, whose node is not known before the end.
    case encoder(JSONTreeEncoder)

    /// Writes the node and all below it, with the members of every object sorted if `sorted`.
    func write(to writer: inout JSONWriter, sorted: Bool) {
        switch self {
        case .null: writer.null()
        case .bool(let value): writer.bool(value)
        case .integer(let value): writer.integer(value)
        case .unsigned(let value): writer.integer(value)
        case .number(let literal): writer.raw(literal.utf8)
        case .string(let value): writer.string(value)
        case .value(let value): writer.write(value, sorted: sorted)
        case .array(let array):
            writer.beginArray()
            for element in array.elements { element.write(to: &writer, sorted: sorted) }
            writer.endArray()
        case .object(let object):
            writer.beginObject()
            for (key, value) in object.members(sorted: sorted) {
                writer.key(key)
                value.write(to: &writer, sorted: sorted)
            }
            writer.endObject()
        case .encoder(let encoder): encoder.result.write(to: &writer, sorted: sorted)
        }
    }
}

/// An array being encoded.
final class JSONArrayNode {
    var elements: [JSONNode] = []
}

/// An object being encoded.
final class JSONObjectNode {
    private var members: [(key: String, value: JSONNode)] = []
    private let isDictionary: Bool

    /// `isDictionary` asks for the members to be written sorted, as they come in no order of their own.
    init(isDictionary: Bool) {
        self.isDictionary = isDictionary
        members.reserveCapacity(8)
    }

    /// The node named `key`; a later one of the same name replaces the earlier.
    subscript(key: String) -> JSONNode? {
        get { place(of: key).map { members[$0].value } }
        set {
            guard let newValue else { return }
            // A dictionary's keys differ already.
            guard !isDictionary, let place = place(of: key) else {
                members.append((key, newValue))
                return
            }
            members[place].value = newValue
        }
    }

    func members(sorted: Bool) -> [(key: String, value: JSONNode)] {
        sorted || isDictionary ? members.sorted { $0.key < $1.key } : members
    }

    private func place(of key: String) -> Int? {
        members.firstIndex { $0.key == key }
    }
}
