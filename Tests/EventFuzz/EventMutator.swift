// SPDX-License-Identifier: Apache-2.0

import BlocksCore

/// Makes the input of a run: an event of the seeds, changed in its structure, in its bytes or both, or bytes of nothing.
struct EventMutator {
    private let trees: [EventTree]
    private let texts: [[UInt8]]
    private let names: [[UInt8]]

    init() {
        texts = FuzzSeeds.all.map { Array($0.utf8) }
        trees = texts.compactMap { text in (try? JSONDocument(text)).map { EventTree($0.root) } }
        var names: Set<[UInt8]> = []
        for tree in trees {
            for index in 0..<tree.count {
                if case .object(let members) = tree.value(at: index) { names.formUnion(members.map(\.name)) }
            }
        }
        // In an order of their own: that of a set is another one in each process.
        self.names = names.sorted { $0.lexicographicallyPrecedes($1) }
    }

    func input(seed: UInt64, run: UInt64) -> [UInt8] {
        var random = FuzzRandom(seed: seed, run: run)
        switch random.below(20) {
        case 0: return noise(&random)
        case 1...3: return damaged(random.pick(texts), &random)
        default:
            var tree = random.pick(trees)
            for _ in 0..<(1 + random.below(3)) { mutate(&tree, &random) }
            var bytes: [UInt8] = []
            tree.write(to: &bytes)
            return random.chance(12) ? damaged(bytes, &random) : bytes
        }
    }

    // MARK: Structure

    private func mutate(_ tree: inout EventTree, _ random: inout FuzzRandom) {
        let index = random.below(tree.count)
        var generator = random
        tree.edit(at: index) { value in
            switch value {
            case .scalar(let text): value = .scalar(mutatedScalar(text, &generator))
            case .array(var elements):
                mutate(&elements, &generator)
                value = .array(elements)
            case .object(var members):
                mutate(&members, &generator)
                value = .object(members)
            }
            if generator.chance(8) { value = other(&generator) }
            if generator.chance(40) {
                value = generator.chance(2) ? .array([value]) : .object([(generator.pick(names), value)])
            }
        }
        random = generator
    }

    private func mutate(_ elements: inout [EventTree], _ random: inout FuzzRandom) {
        let at = random.below(elements.count)
        switch random.below(4) {
        case 0: elements.removeAll()
        case 1: if !elements.isEmpty { elements.remove(at: at) }
        case 2: if let element = elements.first { elements += Array(repeating: element, count: random.below(50)) }
        default: elements.insert(other(&random), at: min(at, elements.count))
        }
    }

    private func mutate(_ members: inout [(name: [UInt8], value: EventTree)], _ random: inout FuzzRandom) {
        let at = random.below(members.count)
        guard !members.isEmpty else { return members.append((random.pick(names), other(&random))) }
        switch random.below(6) {
        case 0: members.remove(at: at)
        case 1: members.append((members[at].name, other(&random)))
        case 2: members.append(members[at])
        case 3: members[at].name = random.pick(names)
        case 4: members.swapAt(at, random.below(members.count))
        default: members.insert((random.pick(names), other(&random)), at: at)
        }
    }

    private func mutatedScalar(_ text: [UInt8], _ random: inout FuzzRandom) -> [UInt8] {
        if random.chance(25) { return random.pick(FuzzPieces.mistakes) }
        guard text.first == UInt8(ascii: "\""), text.count >= 2, !random.chance(3) else {
            return random.pick(FuzzPieces.scalars)
        }
        var text = text
        let at = 1 + random.below(text.count - 1)
        text.insert(contentsOf: random.pick(FuzzPieces.insideStrings), at: at)
        return text
    }

    /// Something that was not there.
    private func other(_ random: inout FuzzRandom) -> EventTree {
        switch random.below(8) {
        case 0: return .array([])
        case 1: return .object([])
        case 2: return nested(random.pick([3, 60, 63, 64, 65, 600]), &random)
        case 3, 4:
            let tree = random.pick(trees)
            return tree.value(at: random.below(tree.count))
        default: return .scalar(random.pick(FuzzPieces.scalars))
        }
    }

    private func nested(_ depth: Int, _ random: inout FuzzRandom) -> EventTree {
        var tree = EventTree.scalar(random.pick(FuzzPieces.scalars))
        let name = random.pick(names)
        let isArray = random.chance(2)
        for _ in 0..<depth { tree = isArray ? .array([tree]) : .object([(name, tree)]) }
        return tree
    }

    // MARK: Bytes

    private func damaged(_ text: [UInt8], _ random: inout FuzzRandom) -> [UInt8] {
        var bytes = text
        for _ in 0..<(1 + random.below(4)) where !bytes.isEmpty {
            let at = random.below(bytes.count)
            let end = min(bytes.count, at + 1 + random.below(16))
            switch random.below(7) {
            case 0: bytes[at] ^= 1 << UInt8(random.below(8))
            case 1: bytes[at] = UInt8(random.below(256))
            case 2: bytes.removeSubrange(at..<end)
            case 3: bytes.insert(contentsOf: bytes[at..<end], at: at)
            case 4: bytes.replaceSubrange(at..<end, with: random.pick(FuzzPieces.scalars))
            case 5: bytes.removeSubrange(at...)
            default:
                let other = random.pick(texts)
                bytes.replaceSubrange(at..., with: other[random.below(other.count)...])
            }
        }
        return bytes
    }

    private func noise(_ random: inout FuzzRandom) -> [UInt8] {
        var bytes: [UInt8] = []
        let isText = random.chance(2)
        for _ in 0..<random.below(64) {
            if isText {
                bytes += random.pick(random.chance(2) ? FuzzPieces.tokens : FuzzPieces.scalars)
            } else {
                bytes.append(UInt8(random.below(256)))
            }
        }
        return bytes
    }
}
