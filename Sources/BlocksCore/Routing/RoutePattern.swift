// SPDX-License-Identifier: Apache-2.0

/// The path of a route, compiled at start: literal text, `{name}` and a final `*`.
///
/// A segment is matched from its right end, where every literal takes the last place that is left for it. That gives each parameter
/// the most that those after it allow, which is what a backtracking expression of `[^/]+` finds, without trying anything twice: the work
/// is at most the length of the path times that of the longest literal, and nothing is allocated.
struct RoutePattern: Sendable {
    /// A part of the path between two slashes: text, then parameters with the text after each.
    struct Segment: Sendable {
        var lead: [UInt8] = []
        var parameters: [(name: String, literal: [UInt8])] = []
    }

    /// The name under which a final `*` is kept.
    static let rest = "*"

    /// The path as normalised: unlike any other way to write the same pattern.
    let text: String
    let segments: [Segment]
    /// Whether a `*` ends the pattern.
    let capturesRest: Bool
    /// The whole pattern where it is nothing but text.
    private let exact: [UInt8]?

    init(text: String, segments: [Segment], capturesRest: Bool) {
        self.text = text
        self.segments = segments
        self.capturesRest = capturesRest
        exact = !capturesRest && segments.allSatisfy(\.parameters.isEmpty) ? Array(text.utf8) : nil
    }

    /// Whether all of `path`, undecoded and with single slashes, matches.
    func matches(_ path: Span<UInt8>) -> Bool {
        if let exact { return exact.count == path.count && path.holds(exact, at: 0, before: path.count) }
        return scan(path) { _, _ in }
    }

    /// Where the parameters of a `path` that matches lie in it.
    func captures(in path: Span<UInt8>) -> [(name: String, range: Range<Int>)] {
        guard exact == nil else { return [] }
        var found: [(name: String, range: Range<Int>)] = []
        _ = scan(path) { found.append((name: $0, range: $1)) }
        return found
    }

    private func scan(_ path: Span<UInt8>, found: (String, Range<Int>) -> Void) -> Bool {
        var start = 0
        for index in segments.indices {
            guard start < path.count, path[start] == UInt8(ascii: "/") else { return false }
            start += 1
            var end = start
            while end < path.count, path[end] != UInt8(ascii: "/") { end += 1 }
            let isOpen = capturesRest && index == segments.count - 1
            guard let reached = segments[index].end(in: path, start..<end, isOpen: isOpen, found: found) else {
                return false
            }
            if isOpen {
                found(Self.rest, reached..<path.count)
                return true
            }
            start = end
        }
        return start == path.count
    }
}

extension RoutePattern.Segment {
    /// Where this segment's match ends in `range` of `path`; `nil` when there is none.
    ///
    /// It ends with the range unless it `isOpen`. `found` learns the parameters, also those of a match that fails later.
    fileprivate func end(
        in path: Span<UInt8>, _ range: Range<Int>, isOpen: Bool, found: (String, Range<Int>) -> Void
    ) -> Int? {
        guard path.holds(lead, at: range.lowerBound, before: range.upperBound) else { return nil }
        let first = range.lowerBound + lead.count
        guard let last = parameters.last else { return isOpen || first == range.upperBound ? first : nil }
        var place = range.upperBound - last.literal.count
        if isOpen { place = path.lastPlace(of: last.literal, from: place, above: first) }
        guard place > first, path.holds(last.literal, at: place, before: range.upperBound) else { return nil }
        let reached = place + last.literal.count
        for index in parameters.indices.dropLast().reversed() {
            let literal = parameters[index].literal
            // One byte at least is the next parameter's.
            let before = path.lastPlace(of: literal, from: place - 1 - literal.count, above: first)
            guard before > first else { return nil }
            found(parameters[index + 1].name, before + literal.count..<place)
            place = before
        }
        found(parameters[0].name, first..<place)
        return reached
    }
}

extension Span<UInt8> {
    /// Whether `literal` lies at `start` and ends before or at `end`.
    fileprivate func holds(_ literal: [UInt8], at start: Int, before end: Int) -> Bool {
        guard start >= 0, literal.count <= end - start else { return false }
        for index in literal.indices where self[start + index] != literal[index] { return false }
        return true
    }

    /// The last place of `literal` at or before `start` and above `floor`; `floor` when there is none.
    fileprivate func lastPlace(of literal: [UInt8], from start: Int, above floor: Int) -> Int {
        var place = start
        while place > floor, !holds(literal, at: place, before: count) { place -= 1 }
        return Swift.max(place, floor)
    }
}
