// SPDX-License-Identifier: Apache-2.0

/// The members of a JSON object, in order, each name once.
///
/// Equality and hashing ignore the order. A repeated name keeps its first place and takes the last value, as in
/// JavaScript. Look-up is linear up to sixteen members and hashed above, so that a hostile object is not quadratic.
public struct JSONObject: Sendable, ExpressibleByDictionaryLiteral, Sequence {
    /// A name and its value.
    public typealias Element = (key: String, value: JSONValue)

    private var members: [Element] = []
    private var places: [String: Int] = [:]  // complete when there are more than `linear` members, else empty
    private static let linear = 16

    /// An object without members.
    public init() {}

    /// An object of `elements`; of a repeated name the last value stays.
    public init(_ elements: some Sequence<Element>) {
        for (key, value) in elements { self[key] = value }
    }

    /// An object of `elements`; of a repeated name the last value stays.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        for (key, value) in elements { self[key] = value }
    }

    /// The value named `key`: `nil` if there is none; setting `nil` removes it, setting a new name appends it.
    public subscript(key: String) -> JSONValue? {
        get { place(of: key).map { members[$0].value } }
        set {
            switch (place(of: key), newValue) {
            case (let place?, let value?): members[place].value = value
            case (let place?, nil): remove(at: place)
            case (nil, let value?): append(key, value)
            case (nil, nil): break
            }
        }
    }

    /// The names, in order.
    public var keys: [String] { members.map(\.key) }

    /// Number of members.
    public var count: Int { members.count }

    /// Whether there is no member.
    public var isEmpty: Bool { members.isEmpty }

    /// Iterates over the members in order.
    public func makeIterator() -> IndexingIterator<[Element]> { members.makeIterator() }

    private func place(of key: String) -> Int? {
        places.isEmpty ? members.firstIndex { $0.key == key } : places[key]
    }

    private mutating func append(_ key: String, _ value: JSONValue) {
        members.append((key, value))
        if !places.isEmpty {
            places[key] = members.count - 1
        } else if members.count > Self.linear {
            reindex()
        }
    }

    private mutating func remove(at place: Int) {
        members.remove(at: place)
        places = [:]
        if members.count > Self.linear { reindex() }
    }

    private mutating func reindex() {
        places = Dictionary(minimumCapacity: members.count * 2)
        for (place, member) in members.enumerated() { places[member.key] = place }
    }
}

extension JSONObject: Hashable {
    /// Whether both have the same names with the same values, in any order.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.count == right.count && left.members.allSatisfy { right[$0.key] == $0.value }
    }

    /// Feeds the members to `hasher` so that their order does not matter.
    public func hash(into hasher: inout Hasher) {
        var sum = 0
        for member in members {
            var hash = Hasher()
            hash.combine(member.key)
            hash.combine(member.value)
            sum ^= hash.finalize()
        }
        hasher.combine(sum)
    }
}
