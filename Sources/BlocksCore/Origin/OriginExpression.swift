// SPDX-License-Identifier: Apache-2.0

/// A regular expression compiled to a nondeterministic automaton, run without backtracking (Thompson 1968).
///
/// The work is at most the length of the text times the number of steps, whatever the expression, and both are bounded.
struct OriginExpression: Sendable {
    /// What the automaton does at one step; a step without targets goes on to the next.
    enum Step: Sendable {
        case byte(ByteSet)
        case split(Int, Int)
        case jump(Int)
        case start
        case end
        case match
    }

    /// A part of an expression.
    indirect enum Node {
        case byte(ByteSet)
        case sequence([Node])
        case either([Node])
        case repeated(Node, minimum: Int, maximum: Int?)
        case start
        case end
    }

    /// The expression lies outside the subset understood here.
    struct Unsupported: Error {}

    /// The most steps an expression may compile to.
    static let longest = 2000

    private var steps: [Step] = []

    /// Compiles `text`, an ECMAScript expression.
    ///
    /// Understood are literals, `.`, classes, `\d \w \s` and their opposites, escaped punctuation, groups, alternatives,
    /// `? * + {m,n}` and the anchors. Whatever else an expression may hold is refused, not guessed at.
    init(_ text: String) throws(Unsupported) {
        try emit(OriginExpressionParser.parse(Array(text.utf8)))
        try emit(step: .match)
    }

    /// Whether the whole of `text` matches.
    func matches(_ text: [UInt8]) -> Bool {
        var current = StepSet(capacity: steps.count)
        var next = StepSet(capacity: steps.count)
        follow(0, at: 0, of: text.count, into: &current)
        for (position, byte) in text.enumerated() {
            next.removeAll()
            for index in current.members {
                if case .byte(let set) = steps[index], set.contains(byte) {
                    follow(index + 1, at: position + 1, of: text.count, into: &next)
                }
            }
            if next.members.isEmpty { return false }
            swap(&current, &next)
        }
        return current.members.contains { if case .match = steps[$0] { true } else { false } }
    }

    /// Adds to `reached` every step that is reached from `first` without a byte; with a stack, as chains may be long.
    private func follow(_ first: Int, at position: Int, of length: Int, into reached: inout StepSet) {
        var pending = [first]
        while let index = pending.popLast() {
            guard reached.insert(index) else { continue }
            switch steps[index] {
            case .jump(let target): pending.append(target)
            case .split(let one, let other): pending += [other, one]
            case .start where position == 0, .end where position == length: pending.append(index + 1)
            case .start, .end, .byte, .match: break
            }
        }
    }

    private mutating func emit(step: Step) throws(Unsupported) {
        guard steps.count < Self.longest else { throw Unsupported() }
        steps.append(step)
    }

    private mutating func emit(_ node: Node) throws(Unsupported) {
        switch node {
        case .byte(let set): try emit(step: .byte(set))
        case .start: try emit(step: .start)
        case .end: try emit(step: .end)
        case .sequence(let nodes): for node in nodes { try emit(node) }
        case .either(let nodes): try emit(alternatives: nodes)
        case .repeated(let node, let minimum, let maximum):
            for _ in 0..<minimum {
                let before = steps.count
                try emit(node)
                if steps.count == before { break }  // a part without steps is the same however often it comes
            }
            guard let maximum else { return try emit(loop: node) }
            var splits: [Int] = []
            for _ in minimum..<maximum {
                splits.append(steps.count)
                try emit(step: .split(steps.count + 1, 0))
                try emit(node)
            }
            for split in splits { steps[split] = .split(split + 1, steps.count) }
        }
    }

    private mutating func emit(loop node: Node) throws(Unsupported) {
        let split = steps.count
        try emit(step: .split(split + 1, 0))
        try emit(node)
        try emit(step: .jump(split))
        steps[split] = .split(split + 1, steps.count)
    }

    private mutating func emit(alternatives nodes: [Node]) throws(Unsupported) {
        var jumps: [Int] = []
        for (position, node) in nodes.enumerated() {
            guard position + 1 < nodes.count else {
                try emit(node)
                break
            }
            let split = steps.count
            try emit(step: .split(split + 1, 0))
            try emit(node)
            jumps.append(steps.count)
            try emit(step: .jump(0))
            steps[split] = .split(split + 1, steps.count)
        }
        for jump in jumps { steps[jump] = .jump(steps.count) }
    }
}

/// A set of step indices that remembers the order they came in.
private struct StepSet {
    private(set) var members: [Int] = []
    private var isMember: [Bool]

    init(capacity: Int) {
        isMember = Array(repeating: false, count: capacity)
    }

    /// Inserts `index`, unless it is there already or no step.
    mutating func insert(_ index: Int) -> Bool {
        guard isMember.indices.contains(index), !isMember[index] else { return false }
        isMember[index] = true
        members.append(index)
        return true
    }

    mutating func removeAll() {
        for index in members { isMember[index] = false }
        members.removeAll(keepingCapacity: true)
    }
}
