// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// A place in a JSON value: `result.actions[0].name`, or by member `fields[name=session].defaultValue`.
struct JSONPath {
    private enum Step {
        case member(String)
        case element(Int)
        case whose(member: String, text: String)
    }

    private let steps: [Step]

    /// Reads `text`; a malformed bracket is a member of that name, and so is found nowhere.
    init(_ text: String) {
        var steps: [Step] = []
        for part in text.split(separator: ".") {
            var rest = part
            if let bracket = part.firstIndex(of: "[") {
                if bracket != part.startIndex { steps.append(.member(String(part[..<bracket]))) }
                rest = part[bracket...]
                while rest.first == "[", let close = rest.firstIndex(of: "]") {
                    steps.append(Self.bracket(rest[rest.index(after: rest.startIndex)..<close]))
                    rest = rest[rest.index(after: close)...]
                }
                if rest.isEmpty { continue }
            }
            steps.append(.member(String(rest)))
        }
        self.steps = steps
    }

    private static func bracket(_ inner: Substring) -> Step {
        if let equals = inner.firstIndex(of: "=") {
            return .whose(member: String(inner[..<equals]), text: String(inner[inner.index(after: equals)...]))
        }
        return Int(inner).map(Step.element) ?? .member("[\(inner)]")
    }

    /// What is there in `value`; `nil` when nothing is.
    func value(in value: JSONValue) -> JSONValue? {
        var current = value
        for step in steps {
            let next: JSONValue? =
                switch step {
                case .member(let name): current[name]
                case .element(let index): current[index]
                case .whose(let member, let text): current.array?.first { $0[member]?.string == text }
                }
            guard let next else { return nil }
            current = next
        }
        return current
    }
}
